// SPDX-License-Identifier: MIT
// output list, add, remove, set.
#include "config/output_spec.hpp"
#include "ctl/commands/command_line.hpp"
#include "ctl/commands/output_table.hpp"
#include "ctl/coordinates.hpp"
#include "ctl/wayland/output_manager.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace exwm_vr::ctl {

namespace {

struct SetArguments {
    std::string name;
    std::string mode;
    std::optional<double> scale;
    std::string transform;
    std::string position;
    std::string adaptive_sync;
    bool on = false;
    bool off = false;
};

Outcome<void> add_output(Context& context, const std::string& spec) {
    if (const auto valid = config::parse_output_spec(spec); !valid) {
        return usage_failure("{}", valid.error().message);
    }
    ipc::Plist fields;
    fields.set("spec", spec);
    const auto reply = context.request("output-add", std::move(fields));
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const OutputInfo output = read_output(*reply);
    context.json() ? context.print(json_of(output)) : context.print_line(printable(output.name));
    return {};
}

Outcome<void> remove_output(Context& context, const std::string& name) {
    ipc::Plist fields;
    fields.set("name", name);
    const auto reply = context.request("output-remove", std::move(fields));
    return reply ? Outcome<void>() : std::unexpected(reply.error());
}

/// What is given, in the one syntax that output specifications have.
Outcome<config::OutputSettings> read_settings(const SetArguments& arguments) {
    config::OutputSettings settings;
    if (!arguments.mode.empty()) {
        const auto spec = config::parse_output_spec(arguments.mode);
        const bool mode_only =
            spec && spec->name.empty() && !spec->settings.scale && !spec->settings.position;
        if (!mode_only) {
            return usage_failure(
                "--mode {}: expected WIDTHxHEIGHT or WIDTHxHEIGHT@HZ", arguments.mode
            );
        }
        settings = spec->settings;
    }
    settings.scale = arguments.scale;
    if (!arguments.transform.empty()) {
        settings.transform = config::transform_from_string(arguments.transform);
    }
    if (!arguments.position.empty()) {
        settings.position = parse_point(arguments.position);
        if (!settings.position) {
            return usage_failure("--position {}: expected X,Y", arguments.position);
        }
    }
    if (!arguments.adaptive_sync.empty()) {
        settings.adaptive_sync = config::adaptive_sync_from_string(arguments.adaptive_sync);
    }
    if (arguments.off && settings != config::OutputSettings{}) {
        return usage_failure("--off goes with no other setting");
    }
    if (arguments.on || arguments.off) {
        settings.enabled = arguments.on;
    }
    if (settings == config::OutputSettings{}) {
        return usage_failure(
            "nothing to set: give --mode, --scale, --transform, --position, "
            "--adaptive-sync, --on or --off"
        );
    }
    return settings;
}

Outcome<void> set_output(Context& context, const SetArguments& arguments) {
    const auto settings = read_settings(arguments);
    if (!settings) {
        return std::unexpected(settings.error());
    }
    auto connection = context.wayland();
    if (!connection) {
        return std::unexpected(connection.error());
    }
    const auto manager = OutputManager::open(**connection, Deadline::after(patience));
    if (!manager) {
        return std::unexpected(manager.error());
    }
    return (*manager)->apply(arguments.name, *settings, Deadline::after(patience));
}

void add_set_command(CommandLine& line, CLI::App& group) {
    const auto arguments = std::make_shared<SetArguments>();
    CLI::App& set = line.add_to(
        group,
        "set",
        "Change an output, by wlr-output-management; what is not given stays",
        [arguments](Context& context) { return set_output(context, *arguments); }
    );
    set.add_option("NAME", arguments->name, "Name of the output")->required();
    set.add_option("--mode", arguments->mode, "Size in physical px, and refresh rate")
        ->type_name("WxH[@HZ]");
    set.add_option("--scale", arguments->scale, "0.25 to 8")
        ->type_name("S")
        ->check(CLI::Range(config::min_output_scale, config::max_output_scale));
    set.add_option("--transform", arguments->transform, "normal, 90, 180, 270, flipped, …")
        ->type_name("T")
        ->check(
            CLI::Validator(
                [](const std::string& text) {
                    return config::transform_from_string(text)
                               ? std::string()
                               : "expected normal, 90, 180, 270, flipped, flipped-90, flipped-180 "
                                 "or "
                                 "flipped-270";
                },
                ""
            )
        );
    set.add_option("--position", arguments->position, "Top left corner in the layout")
        ->type_name("X,Y");
    set.add_option(
           "--adaptive-sync",
           arguments->adaptive_sync,
           "Whether frames are shown when they are ready"
    )
        ->check(CLI::IsMember({"on", "off"}));
    CLI::Option* const on = set.add_flag("--on", arguments->on, "Turn it on");
    set.add_flag("--off", arguments->off, "Turn it off")->excludes(on);
}

} // namespace

void add_output_commands(CommandLine& line) {
    CLI::App& group = line.add_group("output", "Outputs: list, add, remove, set");
    line.add_to(group, "list", "List outputs, as the command outputs does", list_outputs);

    const auto spec = std::make_shared<std::string>();
    CLI::App& add = line.add_to(
        group, "add", "Add a virtual output and print its name", [spec](Context& context) {
            return add_output(context, *spec);
        }
    );
    add.add_option("SPEC", *spec, "[NAME:]WxH[@HZ][*SCALE][+X+Y], e.g. left:1920x1080@60*1.5")
        ->required();

    const auto name = std::make_shared<std::string>();
    CLI::App& remove =
        line.add_to(group, "remove", "Remove a virtual output", [name](Context& context) {
            return remove_output(context, *name);
        });
    remove.add_option("NAME", *name, "Name of the output")->required();
    add_set_command(line, group);
}

} // namespace exwm_vr::ctl
