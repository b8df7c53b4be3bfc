// SPDX-License-Identifier: MIT
// wp_presentation: when and where a client's frames were shown.
#include "base/format.hpp"
#include "ctl/wayland/outputs.hpp"
#include "ctl/wayland/shm_buffer.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

#include <presentation-time-client-protocol.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::test {
namespace {

constexpr Pixel red{255, 0, 0, 255};
constexpr Pixel black{0, 0, 0, 255};
constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::int64_t mhz_ns = 1000 * ns_per_s; ///< a refresh rate in mHz divides it

std::int64_t now_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * ns_per_s + now.tv_nsec;
}

std::int64_t whole(std::uint32_t high, std::uint32_t low) {
    return static_cast<std::int64_t>(high) << 32U | low;
}

/// By another name, as a function has the same.
using FeedbackProxy = struct wp_presentation_feedback;

/// What becomes of one commit.
class Feedback {
public:
    explicit Feedback(FeedbackProxy* made)
        : proxy_(made) {
        wp_presentation_feedback_add_listener(made, &listener(), this);
    }

    Feedback(const Feedback&) = delete;
    Feedback& operator=(const Feedback&) = delete;
    ~Feedback() = default;

    bool presented = false;
    bool discarded = false;
    std::vector<wl_output*> outputs;
    std::int64_t ns = 0;
    std::int64_t sequence = 0;
    std::int64_t refresh_ns = 0;

private:
    static Feedback& of(void* data) { return *static_cast<Feedback*>(data); }

    static const wp_presentation_feedback_listener& listener() {
        static constexpr wp_presentation_feedback_listener table{
            .sync_output = [](void* data,
                              FeedbackProxy*,
                              wl_output* output) { of(data).outputs.push_back(output); },
            .presented =
                [](void* data,
                   FeedbackProxy*,
                   std::uint32_t seconds_high,
                   std::uint32_t seconds_low,
                   std::uint32_t ns,
                   std::uint32_t refresh,
                   std::uint32_t sequence_high,
                   std::uint32_t sequence_low,
                   std::uint32_t) {
                    auto& self = of(data);
                    self.presented = true;
                    self.ns = whole(seconds_high, seconds_low) * ns_per_s + ns;
                    self.refresh_ns = refresh;
                    self.sequence = whole(sequence_high, sequence_low);
                },
            .discarded = [](void* data, FeedbackProxy*) { of(data).discarded = true; },
        };
        return table;
    }

    Object<FeedbackProxy, wp_presentation_feedback_destroy> proxy_;
};

constexpr const char* config = R"(windows:
  gap: 0
  border: 0
appearance:
  background: "#0000ff"
)";

struct Desktop {
    Session session{
        {.outputs = {"slow:640x480@60", "fast:640x480@144"}, .config = config, .arguments = {}}
    };
    WaylandClient client{(session.folder() / session.display()).string()};
    std::uint32_t clock = 0;
    Object<wl_shm, wl_shm_destroy> shm;
    Object<wp_presentation, wp_presentation_destroy> presentation;
    std::unique_ptr<ctl::Outputs> outputs;
    std::unique_ptr<WaylandWindow> window;

    Desktop() {
        bind_global(client.connection(), shm, wl_shm_interface, 1);
        bind_global(client.connection(), presentation, wp_presentation_interface);
        wp_presentation_add_listener(presentation.get(), &listener(), &clock);
        auto opened = ctl::Outputs::open(client.connection(), ctl::Deadline::after(patience));
        REQUIRE(opened);
        outputs = std::move(*opened);
        window = open("window");
    }

    std::unique_ptr<WaylandWindow> open(const std::string& app_id) {
        WaylandWindow::Options options;
        options.app_id = app_id;
        options.colour = red;
        auto opened = std::make_unique<WaylandWindow>(client, options);
        session.wait_for_window(app_id);
        client.wait_until([&] { return opened->size() == Size{640, 480}; }, "its size");
        client.roundtrip();
        return opened;
    }

    /// Commits a black frame. It is of shared memory: for a single-pixel buffer that it does not
    /// scan out directly, wlroots' scene never says that it was shown.
    std::unique_ptr<Feedback> draw(WaylandWindow& on) {
        auto feedback =
            std::make_unique<Feedback>(wp_presentation_feedback(presentation.get(), on.surface()));
        auto buffer = ctl::ShmBuffer::create(shm.get(), WL_SHM_FORMAT_XRGB8888, {64, 48});
        REQUIRE(buffer);
        wl_surface_attach(on.surface(), buffer->get(), 0, 0);
        wl_surface_damage(on.surface(), 0, 0, 640, 480);
        wl_surface_commit(on.surface());
        buffers_.push_back(
            std::move(*buffer)
        ); // the compositor may read it for as long as it likes
        return feedback;
    }

    std::unique_ptr<Feedback> show(WaylandWindow& on) {
        auto feedback = draw(on);
        client.wait_until([&] { return feedback->presented || feedback->discarded; }, "a frame");
        REQUIRE(feedback->presented);
        return feedback;
    }

    void move_to(const std::string& output) {
        const auto id = session.wait_for_window("window").id;
        session.request(formatted(
            ":type :workspace-move-surface :surface-id {} :workspace 0 :output \"{}\"", id, output
        ));
        client.roundtrip();
    }

private:
    static const wp_presentation_listener& listener() {
        static constexpr wp_presentation_listener table{
            .clock_id = [](void* data, wp_presentation*, std::uint32_t id) {
                *static_cast<std::uint32_t*>(data) = id;
            },
        };
        return table;
    }

    std::vector<ctl::ShmBuffer> buffers_;
};

TEST_CASE("frames are told with the output's name, rate and number, in the order of time") {
    Desktop desktop;
    CHECK(desktop.clock == CLOCK_MONOTONIC);
    for (const std::string name : {"slow", "fast"}) {
        INFO(name);
        const auto* output = desktop.outputs->find(name);
        REQUIRE(output != nullptr);
        CHECK(output->refresh_mhz == (name == "slow" ? 60'000 : 144'000));
        desktop.move_to(name);
        // The sequence numbers are the output's own; the first frame may still be of the other.
        auto last = desktop.show(*desktop.window);
        for (int i = 0; i < 10; ++i) {
            const auto before = now_ns();
            auto shown = desktop.show(*desktop.window);
            CHECK(shown->outputs == std::vector<wl_output*>{output->proxy.get()});
            CHECK(std::abs(shown->refresh_ns - mhz_ns / output->refresh_mhz) <= 1);
            CHECK(shown->ns > last->ns);
            CHECK(shown->sequence > last->sequence);
            CHECK(shown->ns >= before);
            CHECK(shown->ns <= now_ns());
            last = std::move(shown);
        }
    }
}

TEST_CASE("a frame that another one replaced before it was shown is discarded") {
    Desktop desktop;
    desktop.show(*desktop.window);
    // All three go out at once, and the compositor shows nothing while it reads them.
    const auto first = desktop.draw(*desktop.window);
    const auto second = desktop.draw(*desktop.window);
    const auto third = desktop.draw(*desktop.window);
    desktop.client.wait_until([&] { return third->presented || third->discarded; }, "the third");
    CHECK(third->presented);
    CHECK(first->discarded);
    CHECK_FALSE(first->presented);
    CHECK(second->discarded);
    CHECK_FALSE(second->presented);
}

TEST_CASE("a hidden window's frame is not presented until it is seen") {
    Desktop desktop;
    desktop.show(*desktop.window);
    desktop.session.ctl({"workspace", "2"});
    desktop.client.roundtrip();
    const auto replaced = desktop.draw(*desktop.window);
    const auto hidden = desktop.draw(*desktop.window);
    const auto other = desktop.open("other");
    for (int i = 0; i < 5; ++i) {
        desktop.show(*other); // frames go by meanwhile
    }
    CHECK(replaced->discarded);
    CHECK_FALSE(replaced->presented);
    CHECK_FALSE(hidden->presented);
    CHECK_FALSE(hidden->discarded);
    desktop.session.ctl({"workspace", "1"});
    // The client handles nothing until then: it would answer a configure event with another frame.
    desktop.session.wait_for_picture(
        [](const auto& image) { return count_pixels(image, black) == 640 * 480; }, "it", "slow"
    );
    desktop.client.wait_until([&] { return hidden->presented || hidden->discarded; }, "its end");
    CHECK(hidden->presented);
}

TEST_CASE("a frame of a window that goes unseen is discarded") {
    Desktop desktop;
    desktop.session.ctl({"workspace", "2"});
    desktop.client.roundtrip();
    const auto hidden = desktop.draw(*desktop.window);
    desktop.client.roundtrip();
    CHECK_FALSE(hidden->discarded);
    desktop.window.reset();
    desktop.client.wait_until([&] { return hidden->discarded; }, "the end");
    CHECK_FALSE(hidden->presented);
}

} // namespace
} // namespace exwm_vr::test
