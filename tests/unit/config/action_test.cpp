// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "config/action.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <random>
#include <ranges>

using namespace exwm_vr;
using namespace exwm_vr::config;
using Catch::Matchers::ContainsSubstring;

namespace {

Action random_action(std::mt19937& random) {
    const auto number = [&random](int low, int high) {
        return std::uniform_int_distribution(low, high)(random);
    };
    const bool forward = number(0, 1) == 1;
    switch (number(0, static_cast<int>(std::variant_size_v<Action>) - 1)) {
    case 0: {
        std::string command = "x";
        for (int i = number(0, 20); i > 0; --i) {
            command += static_cast<char>(number(1, 255));
        }
        return action::Spawn{command + "x"};
    }
    case 1:
        return action::Close{};
    case 2:
        return action::FocusNext{forward};
    case 3:
        return action::FocusDirection{static_cast<wm::Direction>(number(0, 3))};
    case 4:
        return action::Shift{forward};
    case 5:
        return action::Promote{};
    case 6:
        return action::ShowWorkspace{number(0, 31)};
    case 7:
        return action::MoveToWorkspace{number(0, 31)};
    case 8:
        return action::MoveToOutput{forward};
    case 9:
        return action::SetLayout{static_cast<wm::LayoutKind>(number(0, 3))};
    case 10:
        return action::CycleLayout{};
    case 11:
        return action::MasterRatio{std::uniform_real_distribution(-0.8, 0.8)(random)};
    case 12:
        return action::MasterCount{number(-15, 15)};
    case 13:
        return action::ToggleFloating{};
    case 14:
        return action::ToggleFullscreen{};
    case 15:
        return action::Reload{};
    case 16:
        return action::ToggleShortcuts{};
    case 17:
        return action::ReleaseGrabs{};
    default:
        return action::Exit{};
    }
}

} // namespace

TEST_CASE("each text form gives its action and is given back", "[action]") {
    const std::pair<std::string_view, Action> forms[] = {
        {"spawn foot -e htop", action::Spawn{"foot -e htop"}},
        {"close", action::Close{}},
        {"focus next", action::FocusNext{true}},
        {"focus previous", action::FocusNext{false}},
        {"focus left", action::FocusDirection{wm::Direction::left}},
        {"focus right", action::FocusDirection{wm::Direction::right}},
        {"focus up", action::FocusDirection{wm::Direction::up}},
        {"focus down", action::FocusDirection{wm::Direction::down}},
        {"shift next", action::Shift{true}},
        {"shift previous", action::Shift{false}},
        {"promote", action::Promote{}},
        {"workspace 1", action::ShowWorkspace{0}},
        {"workspace 32", action::ShowWorkspace{31}},
        {"move-to-workspace 3", action::MoveToWorkspace{2}},
        {"move-to-output next", action::MoveToOutput{true}},
        {"move-to-output previous", action::MoveToOutput{false}},
        {"layout tiling", action::SetLayout{wm::LayoutKind::tiling}},
        {"layout grid", action::SetLayout{wm::LayoutKind::grid}},
        {"layout monocle", action::SetLayout{wm::LayoutKind::monocle}},
        {"layout floating", action::SetLayout{wm::LayoutKind::floating}},
        {"layout next", action::CycleLayout{}},
        {"master-ratio +0.05", action::MasterRatio{0.05}},
        {"master-ratio -0.05", action::MasterRatio{-0.05}},
        {"master-count +1", action::MasterCount{1}},
        {"master-count -1", action::MasterCount{-1}},
        {"float", action::ToggleFloating{}},
        {"fullscreen", action::ToggleFullscreen{}},
        {"shortcuts", action::ToggleShortcuts{}},
        {"release-grabs", action::ReleaseGrabs{}},
        {"reload", action::Reload{}},
        {"exit", action::Exit{}},
    };
    for (const auto& [text, expected] : forms) {
        CAPTURE(text);
        const auto parsed = parse_action(text);
        REQUIRE(parsed);
        CHECK(*parsed == expected);
        CHECK(to_string(*parsed) == text);
    }
}

TEST_CASE("each documented form is understood", "[action]") {
    for (const ActionDoc& doc : describe_actions()) {
        CAPTURE(doc.form);
        CHECK(doc.help.ends_with('.'));
        const std::string_view word = doc.form.substr(0, doc.form.find(' '));
        std::string_view choices = doc.form.substr(std::min(doc.form.size(), word.size() + 1));
        if (choices == "N" || choices == "CHANGE") {
            choices = "+0.05|+1|1";
        }
        const auto understood = [&](std::string_view choice) {
            return parse_action(formatted("{} {}", word, choice)).has_value();
        };
        if (choices.empty()) {
            CHECK(understood(""));
            continue;
        }
        const bool one_of_these = choices == "+0.05|+1|1";
        int count = 0;
        int good = 0;
        for (const auto choice : std::views::split(choices, '|')) {
            ++count;
            good += understood(std::string_view{choice}) ? 1 : 0;
        }
        CHECK((one_of_these ? good > 0 : good == count));
    }
}

TEST_CASE("blanks around and between words do not matter", "[action]") {
    CHECK(parse_action("  focus \t next\n") == Action{action::FocusNext{true}});
    CHECK(parse_action("spawn  foot  -e x ") == Action{action::Spawn{"foot  -e x"}});
    CHECK(parse_action("master-ratio 0.1") == Action{action::MasterRatio{0.1}});
}

TEST_CASE("the text form of any action reads back to it", "[action]") {
    std::mt19937 random(GENERATE(range(0U, 20U)));
    for (int i = 0; i < 500; ++i) {
        const Action action = random_action(random);
        const std::string text = to_string(action);
        CAPTURE(text);
        const auto parsed = parse_action(text);
        REQUIRE(parsed);
        REQUIRE(*parsed == action);
    }
}

TEST_CASE("an action that is not understood is named", "[action]") {
    const std::pair<std::string_view, std::string_view> wrong[] = {
        {"", "unknown action \"\""},
        {"dance", "unknown action \"dance\""},
        {"Close", "unknown action \"Close\""},
        {"close now", "close: nothing may follow, got \"now\""},
        {"spawn", "spawn: a command is missing"},
        {"focus", "focus: expected next"},
        {"focus sideways", "\"sideways\""},
        {"shift up", "shift: expected next or previous, got \"up\""},
        {"workspace 0", "workspace: expected a workspace from 1 to 32, got \"0\""},
        {"workspace 33", "\"33\""},
        {"workspace 1x", "\"1x\""},
        {"workspace 99999999999999999999", "expected a workspace"},
        {"move-to-workspace", "move-to-workspace: expected"},
        {"layout spiral", "\"spiral\""},
        {"master-ratio 0.9", "\"0.9\""},
        {"master-ratio nan", "\"nan\""},
        {"master-ratio +-0.1", "\"+-0.1\""},
        {"master-count 0.5", "\"0.5\""},
        {"master-count 16", "\"16\""},
    };
    for (const auto& [text, part] : wrong) {
        CAPTURE(text);
        const auto parsed = parse_action(text);
        REQUIRE_FALSE(parsed);
        CHECK_THAT(parsed.error().message, ContainsSubstring(std::string{part}));
    }
    CHECK_FALSE(parse_action(std::string_view{"spawn a\0b", 9}));
}
