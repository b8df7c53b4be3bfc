// SPDX-License-Identifier: MIT
// Who makes room for monitors that cannot be turned on, and what becomes of others by that: the
// outputs alone, in this process.
#include "config/config.hpp"
#include "monitor.hpp"
#include "output/outputs.hpp"
#include "wlr/handles.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <memory>
#include <optional>

namespace exwm_vr::test {
namespace {

/// Two monitors of a card, of which the second cannot be turned on until room is made.
class Card {
public:
    Card() {
        wlr_backend_init(&card_, &card_implementation);
        card_.buffer_caps = WLR_BUFFER_CAP_DATA_PTR | WLR_BUFFER_CAP_SHM;
        allocator_.reset(wlr_allocator_autocreate(&card_, renderer_.get()));
        outputs.emplace(
            display_.get(),
            output::Outputs::Graphics{
                .backend = card_,
                .headless = nullptr,
                .renderer = renderer_.get(),
                .allocator_for = [this](const wlr_output&) { return allocator_.get(); }
            },
            *scene_
        );
        output::OutputEvents events;
        events.refused = [this](const output::Output&) {
            ++asked;
            return make_room && make_room();
        };
        outputs->set_events(std::move(events));
        for (auto* monitor : {&first, &second}) {
            monitor->emplace(wl_display_get_event_loop(display_.get()), card_, "DP-7");
        }
        wlr_output_set_name(&second->output(), "DP-8");
        for (auto* monitor : {&first, &second}) {
            (*monitor)->add_mode(1920, 1080, 60'000);
        }
        second->tested = [this](const auto& output, const wlr_output_state& state) {
            return room || !turns_on(output, state);
        };
        for (auto* monitor : {&first, &second}) {
            wl_signal_emit_mutable(&card_.events.new_output, &(*monitor)->output());
        }
        asked = 0;
    }

    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;

    ~Card() {
        second.reset();
        first.reset();
        outputs.reset();
        wlr_backend_finish(&card_);
    }

    [[nodiscard]] output::Output* find(const std::string& name) const {
        return outputs->find(name);
    }

private:
    Display display_{wl_display_create()};
    wlr_backend card_{};
    Renderer renderer_{wlr_pixman_renderer_create()};
    Allocator allocator_;
    std::unique_ptr<scene::Scene> scene_ = std::make_unique<scene::Scene>();

public:
    std::optional<Monitor> first;
    std::optional<Monitor> second;
    std::optional<output::Outputs> outputs;
    std::function<bool()> make_room;
    bool room = false;
    int asked = 0; ///< how often, to make room
};

TEST_CASE("an output for which room is made is turned on with the rest of the change") {
    Card card;
    card.make_room = [&] { return card.room = true; };
    const std::array<output::Outputs::Change, 2> changes{{
        {.output = card.find("DP-7"), .settings = {.scale = 2}},
        {.output = card.find("DP-8"), .settings = {.enabled = true}},
    }};
    CHECK(card.outputs->apply(changes));
    CHECK(card.asked == 1);
    CHECK(card.first->output().scale == 2);
    CHECK(card.second->output().enabled);
}

TEST_CASE("a change is refused when one of its outputs goes to make room") {
    Card card;
    card.make_room = [&] {
        card.first.reset();
        return card.room = true;
    };
    const std::array<output::Outputs::Change, 2> changes{{
        {.output = card.find("DP-7"), .settings = {.scale = 2}},
        {.output = card.find("DP-8"), .settings = {.enabled = true}},
    }};
    const auto applied = card.outputs->apply(changes);
    REQUIRE_FALSE(applied);
    CHECK(applied.error().message == "an output has gone meanwhile");
    CHECK(card.find("DP-7") == nullptr);
}

TEST_CASE("a new output may go while room is made for it") {
    Card card;
    card.make_room = [&] {
        card.second.reset();
        return true;
    };
    auto& again = card.second->output();
    card.outputs->give_up(again);
    card.outputs->adopt(again);
    CHECK(card.asked == 1);
    CHECK(card.find("DP-8") == nullptr);
}

TEST_CASE("rules that are applied anew take nothing from others") {
    Card card;
    card.make_room = [&] { return card.room = true; };
    const output::Outputs::Change off{.output = card.find("DP-8"), .settings = {.enabled = false}};
    CHECK(card.outputs->apply({&off, 1})); // by hand
    card.outputs->set_rules({{.match = "DP-7", .use = {}, .settings = {.scale = 2}}});
    card.outputs->apply_rules();
    CHECK(card.asked == 0);
    CHECK(card.first->output().scale == 2);
    CHECK_FALSE(card.second->output().enabled);
}

} // namespace
} // namespace exwm_vr::test
