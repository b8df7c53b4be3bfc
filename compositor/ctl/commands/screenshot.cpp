// SPDX-License-Identifier: MIT
// screenshot: pictures as PNG files.
#include "ctl/wayland/screenshot.hpp"

#include "ctl/commands/command_line.hpp"
#include "ctl/commands/picture_file.hpp"
#include "ctl/coordinates.hpp"
#include "image/png.hpp"

#include <optional>

namespace exwm_vr::ctl {

namespace {

struct ScreenshotArguments {
    std::string output;
    std::string window;
    std::string region;
    bool cursor = false;
    std::string file;
    milliseconds timeout = patience;
};

Outcome<Image> shoot_window(
    Context& context,
    Connection& connection,
    const ScreenshotArguments& arguments,
    Deadline deadline
) {
    const auto identifier = context.toplevel_identifier(arguments.window);
    if (!identifier) {
        return std::unexpected(identifier.error());
    }
    const auto toplevels = Toplevels::open(connection, deadline);
    if (!toplevels) {
        return std::unexpected(toplevels.error());
    }
    const Toplevel* const window = (*toplevels)->find(*identifier);
    if (window == nullptr) {
        return fail("there is no window {}", arguments.window);
    }
    return capture_window(connection, *window, arguments.cursor, deadline);
}

Outcome<Image> shoot_outputs(
    Connection& connection,
    const ScreenshotArguments& arguments,
    std::optional<Box> region,
    Deadline deadline
) {
    const auto outputs = Outputs::open(connection, deadline);
    if (!outputs) {
        return std::unexpected(outputs.error());
    }
    if (arguments.output.empty()) {
        return capture_layout(connection, **outputs, region, arguments.cursor, deadline);
    }
    const WaylandOutput* const output = (*outputs)->find(arguments.output);
    if (output == nullptr) {
        return fail(
            "there is no output {} (or it is off); there are: {}",
            arguments.output,
            (*outputs)->names()
        );
    }
    return capture_output(connection, *output, arguments.cursor, deadline);
}

Outcome<void> take_screenshot(Context& context, const ScreenshotArguments& arguments) {
    std::optional<Box> region;
    if (!arguments.region.empty()) {
        region = parse_box(arguments.region);
        if (!region) {
            return usage_failure("--region \"{}\": expected \"X,Y WxH\"", arguments.region);
        }
    }
    if (auto fits = check_picture_file(context, arguments.file); !fits) {
        return fits;
    }
    auto connection = context.wayland();
    if (!connection) {
        return std::unexpected(connection.error());
    }
    const Deadline deadline = Deadline::after(arguments.timeout);
    const auto image = arguments.window.empty()
                           ? shoot_outputs(**connection, arguments, region, deadline)
                           : shoot_window(context, **connection, arguments, deadline);
    if (!image) {
        return std::unexpected(image.error());
    }
    const auto png = encode_png(*image);
    if (!png) {
        return std::unexpected(png.error());
    }
    return write_picture_file(context, *png, image->size(), arguments.file);
}

} // namespace

void add_screenshot_command(CommandLine& line) {
    const auto arguments = std::make_shared<ScreenshotArguments>();
    CLI::App& command = line.add(
        "screenshot",
        "Write a PNG picture of all outputs, one output or one window",
        [arguments](Context& context) { return take_screenshot(context, *arguments); }
    );
    CLI::Option* const output =
        command.add_option("--output", arguments->output, "Only this output")->type_name("NAME");
    CLI::Option* const window =
        command.add_option("--window", arguments->window, "Only this window")
            ->type_name("ID")
            ->excludes(output);
    command.add_option("--region", arguments->region, "Only this part of the layout")
        ->type_name("\"X,Y WxH\"")
        ->excludes(output)
        ->excludes(window);
    command.add_flag("--cursor", arguments->cursor, "With the pointer");
    add_duration(command, "--timeout", arguments->timeout, "How long to wait for the picture");
    command.add_option("FILE", arguments->file, "Where to write it; - is standard output")
        ->required();
}

} // namespace exwm_vr::ctl
