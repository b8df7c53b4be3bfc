// SPDX-License-Identifier: MIT
// icon: the picture that a window is known by, as a PNG file.
#include "ctl/commands/command_line.hpp"
#include "ctl/commands/picture_file.hpp"
#include "ctl/replies.hpp"
#include "image/icon_choice.hpp"

namespace exwm_vr::ctl {

namespace {

struct IconArguments {
    std::string window;
    int size = 64; ///< px
    std::string file = "-";
};

Outcome<void> write_icon(Context& context, const IconArguments& arguments) {
    if (auto fits = check_picture_file(context, arguments.file); !fits) {
        return fits;
    }
    const auto window = context.window_id(arguments.window);
    if (!window) {
        return std::unexpected(window.error());
    }
    ipc::Plist fields;
    fields.set("surface-id", *window).set("size", arguments.size);
    const auto reply = context.request("surface-icon", std::move(fields));
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto icon = read_icon(*reply);
    if (!icon) {
        return std::unexpected(icon.error());
    }
    return write_picture_file(context, icon->png, icon->size, arguments.file);
}

} // namespace

void add_icon_command(CommandLine& line) {
    const auto arguments = std::make_shared<IconArguments>();
    CLI::App& command = line.add(
        "icon", "Write the icon of a window as a PNG picture", [arguments](Context& context) {
            return write_icon(context, *arguments);
        }
    );
    command
        .add_option(
            "--size",
            arguments->size,
            "The smallest one that is at least as large, px, else the largest"
        )
        ->type_name("PX")
        ->check(CLI::Range(1, largest_icon))
        ->capture_default_str();
    command.add_option("ID", arguments->window, "A number from list, or \"focused\"")->required();
    command.add_option("FILE", arguments->file, "Where to write it; - is standard output")
        ->capture_default_str();
}

} // namespace exwm_vr::ctl
