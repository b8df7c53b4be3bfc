// SPDX-License-Identifier: MIT
// list: GPUs. choose: which of them the compositor takes for what, by the same function.
#include "base/format.hpp"
#include "passthrough/gpu/choose.hpp"
#include "passthrough/gpu/inventory.hpp"
#include "passthrough/gpu/survey.hpp"
#include "passthrough/gpu/tree_record.hpp"
#include "passthrough/tool/command_line.hpp"
#include "passthrough/tool/gpu_json.hpp"
#include "passthrough/tool/gpu_text.hpp"
#include "passthrough/tool/write_file.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace exwm_vr::gpu_tool {

namespace {

using nlohmann::json;

json text_or_null(const std::string& text) {
    return text.empty() ? json() : json(text);
}

json json_of_all(const std::vector<gpu::Gpu>& gpus, const gpu::Apis* apis) {
    json all = json::array();
    for (const auto& gpu : gpus) {
        all.push_back(gpu_tool::json_of(gpu, apis));
    }
    return all;
}

struct ListOptions {
    bool apis = false;
    std::string record;
};

Result<void> list(Context& context, const ListOptions& options) {
    gpu::TreeRecord record;
    auto gpus = gpu::survey_machine(options.record.empty() ? gpu::Tree() : gpu::Tree({}, record));
    if (!options.record.empty()) {
        if (auto written = write_file(options.record, record.to_text(), 0600); !written) {
            return written;
        }
    }
    if (!options.apis) {
        if (context.json()) {
            context.print(json_of_all(gpus, nullptr));
        } else {
            context.print(table_of(gpus));
        }
        return {};
    }
    const auto apis = gpu::ask_apis();
    gpu::complete(gpus, apis);
    if (!context.json()) {
        context.print(table_of(gpus));
        context.print_line("");
        context.print(table_of(apis, gpus));
        return {};
    }
    json egl = json::array();
    for (const auto& device : apis.egl) {
        egl.push_back(gpu_tool::json_of(device));
    }
    json vulkan = json::array();
    for (const auto& device : apis.vulkan.devices) {
        vulkan.push_back(gpu_tool::json_of(device));
    }
    context.print(
        {{"gpus", json_of_all(gpus, &apis)},
         {"egl", egl},
         {"no_egl", text_or_null(apis.egl_problem)},
         {"vulkan", vulkan},
         {"no_vulkan", text_or_null(apis.vulkan_problem)},
         {"no_nvml", text_or_null(apis.nvml_problem)}}
    );
    return {};
}

json json_of(const gpu::Chosen& chosen, const std::string& node) {
    return {{"bus", chosen.device->bus}, {"node", node}, {"reason", chosen.reason}};
}

Result<void> choose(Context& context, const gpu::Wish& wish) {
    const auto devices = gpu::take_inventory();
    const auto cards = gpu::choose_cards(devices, wish);
    const auto* const primary = cards && !cards->empty() ? cards->front().device : nullptr;
    const auto renderer = gpu::choose_renderer(devices, wish, primary);
    // What was asked for and is not there is a failure; what is chosen by rule may be nothing.
    if (!cards && !wish.cards.empty()) {
        return std::unexpected(cards.error());
    }
    if (!renderer && !wish.render.empty()) {
        return std::unexpected(renderer.error());
    }
    if (context.json()) {
        json outputs = json::array();
        for (const auto& card : cards ? *cards : std::vector<gpu::Chosen>()) {
            outputs.push_back(json_of(card, card.device->card));
        }
        context.print(
            {{"outputs", outputs},
             {"no_outputs", cards ? json() : json(cards.error().message)},
             {"renderer", renderer ? json_of(*renderer, renderer->device->render) : json()},
             {"no_renderer", renderer ? json() : json(renderer.error().message)}}
        );
        return {};
    }
    Table table({"FOR", "NODE", "WHY"});
    if (cards) {
        for (const auto& card : *cards) {
            table.add({"outputs", card.device->card, card.reason});
        }
    } else {
        table.add({"outputs", "-", cards.error().message});
    }
    if (renderer) {
        table.add({"drawing", renderer->device->render, renderer->reason});
    } else {
        table.add({"drawing", "software", renderer.error().message});
    }
    context.print(table);
    return {};
}

} // namespace

void add_gpu_commands(CommandLine& line) {
    const auto options = std::make_shared<ListOptions>();
    CLI::App& listing = line.add("list", "List GPUs", [options](Context& context) {
        return list(context, *options);
    });
    listing.add_flag("--apis", options->apis, "Also ask EGL and Vulkan, which wakes GPUs");
    listing
        .add_option("--record", options->record, "Also write to FILE what was read of the machine")
        ->type_name("FILE");
    add_show_command(line);
    const auto wish = std::make_shared<gpu::Wish>(
        gpu::Wish{.render_by = "the command line", .cards_by = "the command line"}
    );
    CLI::App& command = line.add(
        "choose",
        "Say which GPU has the screens and which draws, and why",
        [wish](Context& context) { return choose(context, *wish); }
    );
    command.add_option("--card", wish->cards, "Take this one for outputs, by node, bus or driver")
        ->type_name("GPU")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_option("--render", wish->render, "Draw with this one")->type_name("GPU");
    command.add_option("--seat", wish->seat, "Of this seat (default: seat0)")->type_name("NAME");
}

} // namespace exwm_vr::gpu_tool
