// SPDX-License-Identifier: MIT
// click, move-pointer, drag, scroll, pointer-position.
#include "base/format.hpp"
#include "ctl/commands/command_line.hpp"
#include "ctl/wayland/virtual_pointer.hpp"

#include <map>

namespace exwm_vr::ctl {

namespace {

struct PointerArguments {
    Point at;
    Point to;
    Button button = Button::left;
    bool twice = false;
    int down = 0;
    int right = 0;
};

using Use = Outcome<void> (*)(VirtualPointer& pointer, const PointerArguments& arguments);

std::map<std::string, Button> buttons() {
    return {{"left", Button::left}, {"right", Button::right}, {"middle", Button::middle}};
}

CLI::App& add_pointer_command(
    CommandLine& line,
    const std::string& name,
    const std::string& help,
    const std::shared_ptr<PointerArguments>& arguments,
    Use use
) {
    return line.add(name, help, [arguments, use](Context& context) -> Outcome<void> {
        auto connection = context.wayland();
        if (!connection) {
            return std::unexpected(connection.error());
        }
        const auto pointer = VirtualPointer::open(**connection);
        if (!pointer) {
            return std::unexpected(pointer.error());
        }
        return use(**pointer, *arguments);
    });
}

void add_place(CLI::App& command, Point& place, const std::string& suffix) {
    command.add_option("X" + suffix, place.x, "Layout coordinates, logical px")->required();
    command.add_option("Y" + suffix, place.y)->required();
}

void add_button(CLI::App& command, Button& button) {
    command.add_option("--button", button, "left, right or middle")
        ->type_name("BUTTON")
        ->transform(CLI::CheckedTransformer(buttons()).description(""))
        ->default_str("left");
}

Outcome<void> click(VirtualPointer& pointer, const PointerArguments& arguments) {
    if (auto moved = pointer.move(arguments.at); !moved) {
        return moved;
    }
    return pointer.click(arguments.button, arguments.twice ? 2 : 1);
}

Outcome<void> print_position(Context& context) {
    const auto reply = context.request("pointer-position");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto number = [&reply](std::string_view key) {
        const ipc::Value* const value = plist_get(*reply, key);
        const auto* const whole = value == nullptr ? nullptr : value->get_if<std::int64_t>();
        const auto* const exact = value == nullptr ? nullptr : value->get_if<double>();
        return whole != nullptr ? static_cast<double>(*whole) : exact != nullptr ? *exact : 0.0;
    };
    const double x = number("x");
    const double y = number("y");
    if (context.json()) {
        context.print_object({{"x", x}, {"y", y}});
    } else {
        context.print_line(formatted("{:.0f} {:.0f}", x, y));
    }
    return {};
}

} // namespace

void add_pointer_commands(CommandLine& line) {
    auto arguments = std::make_shared<PointerArguments>();
    CLI::App& clicked =
        add_pointer_command(line, "click", "Move the pointer and click", arguments, click);
    add_place(clicked, arguments->at, "");
    add_button(clicked, arguments->button);
    clicked.add_flag("--double", arguments->twice, "Click twice");

    arguments = std::make_shared<PointerArguments>();
    CLI::App& moved = add_pointer_command(
        line,
        "move-pointer",
        "Move the pointer",
        arguments,
        [](VirtualPointer& pointer, const PointerArguments& given) {
            return pointer.move(given.at);
        }
    );
    add_place(moved, arguments->at, "");

    arguments = std::make_shared<PointerArguments>();
    CLI::App& dragged = add_pointer_command(
        line,
        "drag",
        "Press at one place, let go at another",
        arguments,
        [](VirtualPointer& pointer, const PointerArguments& given) {
            return pointer.drag(given.at, given.to, given.button);
        }
    );
    add_place(dragged, arguments->at, "1");
    add_place(dragged, arguments->to, "2");
    add_button(dragged, arguments->button);

    arguments = std::make_shared<PointerArguments>();
    CLI::App& scrolled = add_pointer_command(
        line,
        "scroll",
        "Turn the mouse wheel where the pointer is",
        arguments,
        [](VirtualPointer& pointer, const PointerArguments& given) {
            return pointer.scroll(given.down, given.right);
        }
    );
    const CLI::Range clicks(-1000, 1000);
    scrolled.add_option("DOWN", arguments->down, "Clicks of the wheel; negative is up")
        ->required()
        ->check(clicks);
    scrolled.add_option("RIGHT", arguments->right, "The same sideways; negative is left")
        ->check(clicks);

    line.add("pointer-position", "Print where the pointer is", print_position);
}

} // namespace exwm_vr::ctl
