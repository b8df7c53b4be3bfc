// SPDX-License-Identifier: MIT
// vfio: whether a GPU can be given to a virtual machine, and giving it.
#include "base/format.hpp"
#include "passthrough/gpu/survey.hpp"
#include "passthrough/tool/findings.hpp"
#include "passthrough/vfio/give.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace exwm_vr::gpu_tool {

namespace {

using nlohmann::json;

constexpr const char* default_state = "/var/lib/exwm-vr";

struct Options {
    std::string gpu;
    std::vector<std::string> with;
    std::string state = default_state;
    bool dry = false;
    bool boot_display = false;
};

using Written = std::shared_ptr<std::vector<vfio::Write>>;

json json_of(const std::vector<vfio::Write>& writes) {
    json all = json::array();
    for (const auto& write : writes) {
        all.push_back({{"path", write.path}, {"text", write.text}});
    }
    return all;
}

Result<gpu::Gpu> find(const std::string& name) {
    const auto gpus = gpu::survey_machine();
    const auto* const found = gpu::find(gpus, name);
    if (found == nullptr) {
        return fail("there is no GPU {}; see exwm-vr-gpu list", name);
    }
    return *found;
}

std::vector<std::string> addresses(const std::vector<std::string>& names) {
    std::vector<std::string> all;
    for (const auto& name : names) {
        all.push_back(name.starts_with("pci-") ? name.substr(4) : name);
    }
    return all;
}

Result<void> status_of_all(Context& context) {
    std::vector<gpu::Finding> all;
    for (const auto& gpu : gpu::survey_machine()) {
        for (auto& finding : vfio::readiness(gpu::Tree(), gpu, vfio::lockable_bytes())) {
            finding.id = gpu.device.bus + ' ' + finding.id;
            all.push_back(std::move(finding));
        }
    }
    if (all.empty()) {
        return fail("there is no GPU");
    }
    return print_findings(context, all);
}

Result<void> status(Context& context, const Options& options) {
    if (options.gpu.empty()) {
        return status_of_all(context);
    }
    const auto gpu = find(options.gpu);
    if (!gpu) {
        return std::unexpected(gpu.error());
    }
    return print_findings(context, vfio::readiness(gpu::Tree(), *gpu, vfio::lockable_bytes()));
}

/// Calls @p work with what it needs, and prints each write: at once, or as JSON at the end.
template <typename Work>
Result<void> give(Context& context, const Options& options, const Work& work) {
    const gpu::Tree tree;
    vfio::TreeWriter writer(tree);
    std::vector<vfio::Write> writes;
    const vfio::Giving giving{
        .tree = tree,
        .writer = writer,
        .state = options.state,
        .told =
            [&](const vfio::Write& write) {
                writes.push_back(write);
                if (!context.json()) {
                    const auto text = write.text == "\n" ? "(nothing)" : write.text;
                    context.print_line(formatted("{} > {}", text, write.path));
                    context.out().flush(); // the next may take long
                }
            },
        .dry = options.dry,
        .boot_display = options.boot_display,
    };
    const Result<void> done = work(giving);
    if (done && context.json()) {
        context.print({{"dry_run", options.dry}, {"writes", json_of(writes)}});
    } else if (done && writes.empty()) {
        context.print_line("There is nothing to do.");
    }
    return done;
}

Result<void> bind(Context& context, const Options& options) {
    const auto gpu = find(options.gpu);
    if (!gpu) {
        return std::unexpected(gpu.error());
    }
    return give(context, options, [&](const vfio::Giving& giving) {
        return vfio::give_to_vfio(giving, *gpu, addresses(options.with));
    });
}

Result<void> unbind(Context& context, const Options& options) {
    const auto gpu = find(options.gpu);
    if (!gpu) {
        return std::unexpected(gpu.error());
    }
    if (!gpu->details.pci) {
        return fail("{} is no PCI device", options.gpu);
    }
    return give(context, options, [&](const vfio::Giving& giving) {
        return vfio::take_back(giving, gpu->details.pci->address);
    });
}

Result<void> restore(Context& context, const Options& options) {
    return give(context, options, [](const vfio::Giving& giving) -> Result<void> {
        const auto given = vfio::take_all_back(giving);
        return given ? Result<void>() : std::unexpected(given.error());
    });
}

void add_options(CLI::App& command, const std::shared_ptr<Options>& options) {
    command.add_option("--state", options->state, "Keep the journal in FOLDER")
        ->type_name("FOLDER");
    command.add_flag("--dry-run", options->dry, "Print each write, and write nothing");
}

} // namespace

void add_vfio_commands(CommandLine& line) {
    const auto options = std::make_shared<Options>();
    CLI::App& group = line.add_group("vfio", "Give a GPU to virtual machines, and take it back");
    const auto add = [&](const char* name, const char* help, auto action) -> CLI::App& {
        return line.add_to(group, name, help, [options, action](Context& context) {
            return action(context, *options);
        });
    };
    const auto add_gpu = [&](CLI::App& command, bool needed) {
        command.add_option("gpu", options->gpu, "By node, bus or driver")
            ->type_name("GPU")
            ->required(needed);
    };
    add_gpu(add("status", "Check what stands in the way of it", status), false);
    CLI::App& binding = add("bind", "Give it and its IOMMU group to vfio-pci", bind);
    add_gpu(binding, true);
    binding.add_option("--with", options->with, "This device of its group may go along")
        ->type_name("ADDRESS")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    binding.add_flag(
        "--boot-display",
        options->boot_display,
        "Also where it is the boot display, whose console goes with it"
    );
    add_options(binding, options);
    CLI::App& unbinding = add("unbind", "Give it back to its drivers", unbind);
    add_gpu(unbinding, true);
    add_options(unbinding, options);
    add_options(add("restore", "Give all back, after a crash", restore), options);
}

} // namespace exwm_vr::gpu_tool
