// SPDX-License-Identifier: MIT
#include "config/schema.hpp"

#include "config/bindings.hpp"
#include "config/input_keys.hpp"
#include "config/kind.hpp"
#include "config/lease_keys.hpp"
#include "config/settings.hpp"

namespace exwm_vr::config {

namespace {

constexpr std::array<Word<AdaptiveSync>, 3> sync_modes{{
    {"true", AdaptiveSync::on},
    {"false", AdaptiveSync::off},
    {"content", AdaptiveSync::by_content},
}};

Keys<wm::Options> windows() {
    using wm::Options;
    return {
        value<Options>(
            "workspaces",
            "Workspaces of each output.",
            &Options::workspaces,
            kind::whole(1, max_workspaces)
        ),
        value<Options>(
            "layout",
            "The layout that each workspace begins with.",
            &Options::layout,
            kind::layout()
        ),
        value<Options>(
            "master_ratio",
            "Share of the width that the master column has in the tiling layout.",
            &Options::master_ratio,
            kind::real(0.1, 0.9)
        ),
        value<Options>(
            "master_count",
            "Windows in the master column.",
            &Options::master_count,
            kind::whole(1, 16)
        ),
        value<Options>(
            "gap",
            "Room between tiles and at the edges of the output.",
            &Options::gap,
            kind::whole(0, 200, "logical px")
        ),
        value<Options>(
            "border",
            "Width of the border around windows.",
            &Options::border,
            kind::whole(0, 32, "logical px")
        ),
    };
}

Keys<Focus> focus() {
    return {
        value<Focus>(
            "follows_pointer",
            "Whether the window under the pointer gets the focus without a click.",
            &Focus::follows_pointer,
            kind::flag()
        ),
        value<Focus>(
            "raise_on_click",
            "Whether a click raises a floating window.",
            &Focus::raise_on_click,
            kind::flag()
        ),
    };
}

Keys<Appearance> appearance() {
    return {
        value<Appearance>(
            "background",
            "What is seen where no window is.",
            &Appearance::background,
            kind::colour()
        ),
        value<Appearance>(
            "border_focused",
            "Border of the window that has the focus.",
            &Appearance::border_focused,
            kind::colour()
        ),
        value<Appearance>(
            "border_normal", "Border of other windows.", &Appearance::border_normal, kind::colour()
        ),
        value<Appearance>(
            "border_urgent",
            "Border of a window that asks for attention.",
            &Appearance::border_urgent,
            kind::colour()
        ),
    };
}

Keys<Keyboard> keyboard() {
    return {
        value<Keyboard>(
            "rules",
            "XKB rules, see xkeyboard-config(7). Empty: the system's default, as for the four keys "
            "below.",
            &Keyboard::rules,
            kind::text()
        ),
        value<Keyboard>("model", "XKB model.", &Keyboard::model, kind::text()),
        value<Keyboard>(
            "layout",
            "XKB layouts with commas between them, such as us,de.",
            &Keyboard::layout,
            kind::text()
        ),
        value<Keyboard>(
            "variant", "XKB variants, one for each layout.", &Keyboard::variant, kind::text()
        ),
        value<Keyboard>(
            "options",
            "XKB options with commas between them, such as ctrl:nocaps.",
            &Keyboard::options,
            kind::text()
        ),
        value<Keyboard>(
            "repeat_rate",
            "How often a held key repeats; 0 turns repeat off.",
            &Keyboard::repeat_rate,
            kind::whole(0, 1000, "per second")
        ),
        value<Keyboard>(
            "repeat_delay",
            "How long a key is held before it repeats.",
            &Keyboard::repeat_delay,
            kind::whole(1, 10000, "ms")
        ),
    };
}

Keys<Cursor> cursor() {
    return {
        value<Cursor>(
            "theme",
            "Name of an Xcursor theme. Empty: $XCURSOR_THEME, then the system's default.",
            &Cursor::theme,
            kind::text()
        ),
        value<Cursor>(
            "size", "Size of the pointer.", &Cursor::size, kind::whole(8, 256, "logical px")
        ),
    };
}

Keys<Graphics> graphics() {
    return {
        value<Graphics>(
            "render_node",
            "What draws: a node such as /dev/dri/renderD128, a bus such as 0000:01:00.0, or a "
            "driver such as amdgpu. Empty: the GPU that the outputs hang on, else the first. "
            "$WLR_RENDER_DRM_DEVICE goes before it. Read at start only, as is cards.",
            &Graphics::render_node,
            kind::text()
        ),
        list_of_values<Graphics>(
            "cards",
            "Whose outputs are used, named likewise, the one that draws by default first. Empty: "
            "all that have outputs. $WLR_DRM_DEVICES goes before it.",
            &Graphics::cards,
            kind::text_not_empty()
        ),
    };
}

Keys<Xwayland> xwayland() {
    return {
        value<Xwayland>(
            "enabled",
            "Whether X11 programs can be used. Their server is started when the first one "
            "connects. Switching it off ends them.",
            &Xwayland::enabled,
            kind::flag()
        ),
        value<Xwayland>(
            "scale",
            "How many pixels X11 programs have for each logical pixel. Left out: the greatest "
            "scale "
            "of the outputs, at which nothing of theirs is enlarged and blurred; programs learn of "
            "it by Xft.dpi, and those that do not draw larger for it look small. 1: they all have "
            "their right size, and are blurred where an output has another scale.",
            &Xwayland::scale,
            kind::real(min_output_scale, max_output_scale)
        ),
    };
}

Keys<Ipc> ipc() {
    return {
        value<Ipc>(
            "max_clients",
            "How many programs may be connected to the IPC socket at once.",
            &Ipc::max_clients,
            kind::whole(1, 1024)
        ),
        value<Ipc>(
            "max_messages_per_second",
            "How many messages each of them may send.",
            &Ipc::max_messages_per_second,
            kind::whole(1, 10000, "per second")
        ),
    };
}

Keys<OutputRule> outputs() {
    const auto setting = [](auto OutputSettings::* member) {
        // Serves both for reading and for writing, hence auto.
        return [member](auto& rule) -> auto& { return rule.settings.*member; };
    };
    Keys<OutputRule> keys{
        value<OutputRule>(
            "match",
            "The output's name, such as DP-1, or its maker and model, with or without its serial "
            "number; * is all outputs.",
            &OutputRule::match,
            kind::text_not_empty()
        ),
        output_use_key(),
        value<OutputRule>(
            "mode",
            "Resolution. Left out: the output's own choice.",
            setting(&OutputSettings::mode),
            kind::mode()
        ),
        value<OutputRule>(
            "refresh", "Refresh rate.", setting(&OutputSettings::refresh_mhz), kind::refresh()
        ),
        value<OutputRule>(
            "scale",
            "Physical px for each logical px.",
            setting(&OutputSettings::scale),
            kind::real(min_output_scale, max_output_scale)
        ),
        value<OutputRule>(
            "transform",
            "How the picture is turned, in degrees counter-clockwise, or mirrored.",
            setting(&OutputSettings::transform),
            kind::transform()
        ),
        value<OutputRule>(
            "position",
            "Where its top left corner is in the layout of outputs.",
            setting(&OutputSettings::position),
            kind::position()
        ),
        value<OutputRule>(
            "enabled", "Whether it is used.", setting(&OutputSettings::enabled), kind::flag()
        ),
        value<OutputRule>(
            "adaptive_sync",
            "Whether frames are shown when they are ready (VRR), where that is supported: always, "
            "or while a fullscreen window says that it is a game or a video. Left out: not.",
            setting(&OutputSettings::adaptive_sync),
            choice(sync_modes)
        ),
        value<OutputRule>(
            "tearing",
            "Whether a fullscreen window that asks for it, such as a game, may be shown at once, "
            "torn. Left out: not.",
            setting(&OutputSettings::tearing),
            kind::flag()
        ),
    };
    keys.front().required = true;
    keys.front().default_value.clear();
    return keys;
}

Keys<SandboxRule> sandbox() {
    return {
        value<SandboxRule>(
            "engine",
            "Sandbox engine, such as org.flatpak. Empty: any.",
            &SandboxRule::engine,
            kind::text()
        ),
        value<SandboxRule>(
            "app_id",
            "The program's id in its sandbox. Empty: any.",
            &SandboxRule::app_id,
            kind::text()
        ),
        value<SandboxRule>(
            "instance_id",
            "The id of one run of it. Empty: any.",
            &SandboxRule::instance_id,
            kind::text()
        ),
        list_of_values<SandboxRule>(
            "allow",
            "Interfaces that it may use besides the harmless ones.",
            &SandboxRule::allow,
            kind::interface_name()
        ),
    };
}

Key<Config> with_example(Key<Config> key, std::string_view example) {
    key.example = example;
    return key;
}

Keys<Config> make_table() {
    return {
        section<Config>("windows", "Workspaces and layouts.", &Config::windows, windows()),
        section<Config>("focus", "Which window gets the input.", &Config::focus, focus()),
        section<Config>("appearance", "Colours.", &Config::appearance, appearance()),
        section<Config>("keyboard", "All keyboards.", &Config::keyboard, keyboard()),
        inputs_key(),
        switches_key(),
        section<Config>("cursor", "The pointer.", &Config::cursor, cursor()),
        section<Config>("graphics", "GPUs.", &Config::graphics, graphics()),
        section<Config>("xwayland", "X11 programs.", &Config::xwayland, xwayland()),
        section<Config>(
            "ipc", "Limits for programs that drive the compositor.", &Config::ipc, ipc()
        ),
        default_bindings_key(),
        bindings_key(),
        with_example(
            list_of_mappings<Config>(
                "outputs",
                "What is to be done with an output when it appears. All rules that match apply, in "
                "this order.",
                &Config::outputs,
                outputs()
            ),
            "- match: DP-1\n"
            "  mode: 2560x1440\n"
            "  refresh: 144\n"
            "  scale: 1.5\n"
            "  position: [1920, 0]\n"
        ),
        leases_key(),
        lease_rules_key(),
        with_example(
            list_of_mappings<Config>(
                "sandbox",
                "Gives sandboxed programs protocols that they would not have.",
                &Config::sandbox,
                sandbox()
            ),
            "- engine: org.flatpak\n"
            "  app_id: org.example.Panel\n"
            "  allow:\n"
            "    - zwlr_layer_shell_v1\n"
        ),
        with_example(
            list_of_values<Config>(
                "autostart",
                "Commands for /bin/sh -c, started when the display is ready. A reload does not "
                "start them again.",
                &Config::autostart,
                kind::text_not_empty()
            ),
            "- waybar\n"
        ),
    };
}

const Keys<Config>& table() {
    static const Keys<Config> keys = make_table();
    return keys;
}

} // namespace

void read_config(const yaml::Node& root, Config& into, Report& report) {
    read_mapping(root, into, table(), report, "");
}

std::string write_config(const Config& config) {
    return write_mapping(config, table(), true);
}

std::vector<KeyDoc> describe_keys() {
    return describe(table());
}

} // namespace exwm_vr::config
