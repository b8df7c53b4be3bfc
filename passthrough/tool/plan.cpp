// SPDX-License-Identifier: MIT
// plan: what a guest gets, and why. emit: a set-up that gives it that.
#include "base/format.hpp"
#include "passthrough/launch/emit.hpp"
#include "passthrough/launch/plan_json.hpp"
#include "passthrough/launch/read_host.hpp"
#include "passthrough/launch/words.hpp"
#include "passthrough/policy/limits.hpp"
#include "passthrough/policy/words.hpp"
#include "passthrough/tool/command_line.hpp"
#include "passthrough/tool/guests.hpp"
#include "passthrough/tool/write_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace exwm_vr::gpu_tool {

namespace {

using nlohmann::ordered_json;

void print_limits(Context& context, const std::vector<policy::Limit>& limits) {
    Table table({"LIMIT", "REQUESTED", "HELD BY", "ENFORCED BY", "WHY"});
    for (const auto& limit : limits) {
        table.add(
            {limit.subject,
             limit.requested,
             or_dash(limit.mechanism),
             std::string(policy::to_string(limit.enforcement)),
             limit.reason}
        );
    }
    context.print(table);
}

std::string network_why(policy::Network network) {
    switch (network) {
    case policy::Network::none:
        return "it reaches nothing, the host neither";
    case policy::Network::own:
        return "it reaches what the host reaches";
    case policy::Network::host:
        return "it has the host's interfaces";
    }
    return {};
}

Table given(const launch::Plan& plan) {
    Table table({"GIVEN", "WHAT", "WHY"});
    table.add({"mode", std::string(launch::to_string(plan.mode)), plan.mode_why});
    for (const auto& device : plan.devices) {
        table.add({std::string(launch::to_string(device.role)), device.node.path, device.why});
    }
    for (const auto& name : plan.nvidia) {
        table.add({"gpu", name, "by NVIDIA's own CDI specification"});
    }
    for (const auto& path : plan.nvidia_nodes) {
        table.add({"node", path, "comes with NVIDIA's specification"});
    }
    for (const auto& function : plan.pci) {
        table.add({"pci", function.address, "it is in the GPU's IOMMU group"});
    }
    if (!plan.mediated.empty()) {
        table.add({"gpu", plan.mediated, "a part of one that is its own"});
    }
    if (!plan.render_node.empty()) {
        table.add({"gpu", plan.render_node, "the host draws by it"});
    }
    table.add({"network", std::string(policy::to_string(plan.network)), network_why(plan.network)});
    for (const auto& mount : plan.mounts) {
        table.add({mount.source.empty() ? "memory" : "mount", mount.target, mount.why});
    }
    for (const auto& variable : plan.environment) {
        table.add({"variable", variable.name + "=" + variable.value, variable.why});
    }
    return table;
}

Result<void> print_plan(Context& context, const GuestOptions& options) {
    const auto plan = plan_guest(options);
    if (!plan) {
        return std::unexpected(plan.error());
    }
    if (options.strict) {
        if (auto held = policy::require_enforced("guest " + plan->name, plan->limits); !held) {
            return held;
        }
    }
    if (context.json()) {
        context.print(nlohmann::json::parse(launch::json_of(*plan).dump()));
        return {};
    }
    context.print(given(*plan));
    context.print_line("");
    print_limits(context, plan->limits);
    for (const auto& warning : plan->warnings) {
        context.print_line("warning: " + warning);
    }
    return {};
}

Result<void> write_document(const std::string& folder, const launch::Document& document) {
    constexpr mode_t plain = 0644;
    constexpr mode_t executable = 0755;
    return write_file(
        folder + "/" + document.name,
        document.text,
        document.executable ? executable : plain,
        document.executable
    );
}

ordered_json json_of(const launch::Emission& emission) {
    ordered_json documents = ordered_json::array();
    for (const auto& document : emission.documents) {
        documents.push_back(
            {{"name", document.name},
             {"place", document.place.empty() ? ordered_json() : ordered_json(document.place)},
             {"executable", document.executable},
             {"text", document.text}}
        );
    }
    ordered_json limits = ordered_json::array();
    for (const auto& limit : emission.limits) {
        limits.push_back(launch::json_of(limit));
    }
    return {{"documents", documents}, {"limits", limits}, {"warnings", emission.warnings}};
}

struct EmitOptions {
    std::string format;
    std::string output;
    std::shared_ptr<GuestOptions> guest = std::make_shared<GuestOptions>();
};

Result<void> print_setup(Context& context, const EmitOptions& options) {
    const auto format = launch::format_named(options.format);
    if (!format) {
        return fail("there is no format {}", options.format);
    }
    const auto plan = plan_guest(*options.guest);
    if (!plan) {
        return std::unexpected(plan.error());
    }
    const auto emission = launch::emit(*format, *plan);
    if (!emission) {
        return std::unexpected(emission.error());
    }
    if (options.guest->strict) {
        if (auto held = policy::require_enforced("guest " + plan->name, emission->limits); !held) {
            return held;
        }
    }
    for (const auto& document : emission->documents) {
        if (!options.output.empty()) {
            if (auto written = write_document(options.output, document); !written) {
                return written;
            }
        }
    }
    if (context.json()) {
        context.print(nlohmann::json::parse(json_of(*emission).dump()));
        return {};
    }
    if (!options.output.empty()) {
        Table table({"FILE", "BELONGS IN"});
        for (const auto& document : emission->documents) {
            table.add({options.output + "/" + document.name, or_dash(document.place)});
        }
        context.print(table);
        return {};
    }
    for (const auto& document : emission->documents) {
        // One file alone can be used as it is printed.
        if (emission->documents.size() > 1) {
            context.print_line(formatted("# File {}/{}:", document.place, document.name));
        }
        context.out() << document.text;
    }
    return {};
}

} // namespace

void add_guest_options(CLI::App& command, const std::shared_ptr<GuestOptions>& options) {
    command.add_option("NAME", options->name, "The guest, as guests.yaml names it")->required();
    command.add_option("--guests", options->file, "Read guests from this file")->type_name("FILE");
    command.add_option("--root", options->root, "The guest's root file system, for its groups")
        ->type_name("FOLDER");
    command.add_option("--wayland-socket", options->wayland_socket, "The socket that it shows by")
        ->type_name("SOCKET");
    command.add_option("--mode", options->mode, "How a machine comes to its pictures")
        ->type_name("MODE")
        ->check(CLI::IsMember({"none", "2d", "virgl", "venus", "native-context", "vfio"}));
    command.add_flag("--strict", options->strict, "Fail when something is not enforced");
}

Result<policy::Guests> read_guests(const std::string& file) {
    if (!file.empty()) {
        return policy::load_guests(file);
    }
    const auto folder = policy::guests_folder([](const char* name) { return std::getenv(name); });
    if (folder.empty()) {
        return fail("no file of guests is known: neither HOME nor XDG_CONFIG_HOME is set");
    }
    return policy::load_all_guests(folder);
}

Result<launch::Plan> plan_guest(const GuestOptions& options) {
    const auto guests = read_guests(options.file);
    if (!guests) {
        return std::unexpected(guests.error());
    }
    const auto* const guest = guests->find(options.name);
    if (guest == nullptr) {
        std::string known;
        for (const auto& one : guests->guests) {
            known += (known.empty() ? "" : ", ") + one.name;
        }
        return fail(
            "there is no guest {}; there are {}", options.name, known.empty() ? "none" : known
        );
    }
    launch::Wishes wishes{.mode = options.mode};
    for (const auto& one : guests->guests) {
        wishes.guests.push_back(one.name);
    }
    // As what they lead to: a link to the desktop's socket is the desktop's socket.
    for (const auto& [given, wish] :
         {std::pair(&options.wayland_socket, &wishes.wayland_socket),
          std::pair(&options.root, &wishes.guest_root)}) {
        std::error_code failed;
        if (!given->empty()) {
            *wish = std::filesystem::weakly_canonical(*given, failed).string();
        }
        if (failed) {
            return fail("{}: {}", *given, failed.message());
        }
    }
    if (!options.root.empty()) {
        auto groups = launch::groups_of_root(options.root);
        if (!groups) {
            return std::unexpected(groups.error());
        }
        wishes.guest_groups = std::move(*groups);
    }
    const auto host = launch::read_host(
        {.inputs = guest->inputs,
         .serials = guest->serials,
         .gpus = guest->gpus,
         .machines = guest->kind == policy::Guest::Kind::virtual_machine}
    );
    auto plan = launch::plan(*guest, host, wishes);
    if (plan) {
        // What a description asks for and does not get.
        plan->warnings.append_range(guest->notes);
    }
    return plan;
}

void add_plan_commands(CommandLine& line) {
    const auto options = std::make_shared<GuestOptions>();
    CLI::App& plan = line.add(
        "plan", "Say what a guest is to get, why, and what holds it", [options](Context& context) {
            return print_plan(context, *options);
        }
    );
    add_guest_options(plan, options);

    const auto emitted = std::make_shared<EmitOptions>();
    CLI::App& emit = line.add("emit", "Print a set-up for a guest", [emitted](Context& context) {
        return print_setup(context, *emitted);
    });
    std::vector<std::string> formats;
    for (const auto format : launch::all_formats) {
        formats.emplace_back(launch::to_string(format));
    }
    emit.add_option("FORMAT", emitted->format, "The program that it is for")
        ->required()
        ->check(CLI::IsMember(formats));
    add_guest_options(emit, emitted->guest);
    emit.add_option("--output", emitted->output, "Write its files into this folder")
        ->type_name("FOLDER");
}

} // namespace exwm_vr::gpu_tool
