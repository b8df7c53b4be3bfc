// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "tests/unit/ipc/random_value.hpp"
#include "tests/unit/ipc/talk.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using namespace exwm_vr;
using namespace exwm_vr::ipc;
using namespace exwm_vr::ipc::test;

namespace {

/// Writes requests that are mostly right, sometimes slightly wrong, sometimes nonsense.
class RandomRequest {
public:
    RandomRequest(Talk& talk, std::uint32_t seed)
        : talk_(talk)
        , random_(seed) {}

    std::string body() {
        const auto handlers = all_handlers();
        const auto type = handlers[random_.below(handlers.size())].type;
        if (type == "hello") {
            return ":type :hello :version 2 :events nil";
        }
        std::string text = formatted(":type :{}", type);
        for (const char* key :
             {"surface-id",
              "workspace",
              "enable",
              "x",
              "y",
              "w",
              "h",
              "geometry",
              "layout",
              "key",
              "resolution",
              "output",
              "spec",
              "scale",
              "command",
              "limit",
              "frame",
              "events"}) {
            if (random_.below(4) != 0) {
                text += formatted(" :{} {}", key, value_for(key));
            }
        }
        return text;
    }

    RandomValue& random() { return random_; }

private:
    std::string window() {
        const auto all = talk_.desktop.surfaces();
        return std::to_string(all.empty() ? 5 : all[random_.below(all.size())].id.value);
    }

    std::string value_for(std::string_view key) {
        if (random_.below(12) == 0) {
            return print(random_.value(2));
        }
        const auto number = [this](int below) { return std::to_string(random_.below(below)); };
        if (key == "surface-id" || key == "frame") {
            return window();
        }
        if (key == "workspace") {
            return number(11);
        }
        if (key == "enable" || key == "events") {
            return random_.below(2) == 0 ? "t" : "nil";
        }
        if (key == "geometry") {
            return formatted(
                "(:x -{} :y {} :w {} :h {})", number(90), number(900), number(900), number(900)
            );
        }
        if (key == "layout") {
            static constexpr const char* layouts[] = {
                ":tiling", "grid", "\"monocle\"", "floating", "no"
            };
            return layouts[random_.below(5)];
        }
        if (key == "key") {
            static constexpr const char* keys[] = {
                "\"s-1\"", "\"s-S-<f5>\"", "\"C-x\"", "\"nope\""
            };
            return keys[random_.below(4)];
        }
        if (key == "resolution") {
            return formatted("\"{}x{}\"", number(2000), number(2000));
        }
        if (key == "output") {
            const auto outputs = talk_.desktop.outputs();
            return outputs.empty()
                       ? "1"
                       : std::to_string(outputs[random_.below(outputs.size())].id.value);
        }
        if (key == "spec") {
            return formatted(
                "\"{}x{}*{}\"",
                1 + random_.below(3000),
                1 + random_.below(3000),
                1 + random_.below(3)
            );
        }
        if (key == "limit") {
            return "10000";
        }
        if (key == "command") {
            return "\"true\"";
        }
        return number(1500);
    }

    Talk& talk_;
    RandomValue random_;
};

/// What must hold of the model and of what peers see of it.
void check_invariants(Talk& talk) {
    const auto surfaces = talk.desktop.surfaces();
    std::multiset<WindowId> placed;
    int focused = 0;
    for (const wm::WorkspaceInfo& info : talk.desktop.model().workspaces()) {
        placed.insert(info.windows.begin(), info.windows.end());
        focused += info.focused ? 1 : 0;
    }
    REQUIRE(placed.size() == surfaces.size());
    const WindowId focus = talk.desktop.focused();
    for (const Surface& surface : surfaces) {
        REQUIRE(placed.count(surface.id) == 1);
        REQUIRE(surface.state.focused == (focus == surface.id));
    }
    REQUIRE(focused <= 1);
    REQUIRE((!focus.valid() || talk.desktop.surface(focus)));
}

} // namespace

TEST_CASE("ten thousand random operations leave everything in order", "[ipc][random]") {
    Talk talk;
    RandomRequest request(talk, 4711);
    int done = 0;
    for (int i = 0; i < 10'000; ++i) {
        if (request.random().below(8) == 0 && talk.desktop.surfaces().size() < 40) {
            talk.desktop.add_window("app", request.random().text(), i % 5 == 0 ? getpid() : 1);
        }
        talk.desktop.button_down = request.random().below(2) == 0;
        talk.moment.now_ms += 10;
        if (request.random().below(50) == 0) {
            const Outcome outcome = talk.raw(print(request.random().value()));
            REQUIRE(Reply(outcome.reply).text("type") == "response");
            continue;
        }
        done += talk.say(request.body()).ok() ? 1 : 0;
        check_invariants(talk);
    }
    // Most must get through, or the test would only look at errors.
    CHECK(done > 4'000);
    for (const Surface& surface : talk.desktop.surfaces()) {
        CHECK(talk.say(formatted(":type :surface-close :surface-id {}", surface.id.value)).ok());
    }
    CHECK(talk.desktop.surfaces().empty());
    check_invariants(talk);
}
