// SPDX-License-Identifier: MIT
#include "output/output.hpp"

#include "base/log.hpp"
#include "output/outputs.hpp"

#include <sys/timerfd.h>

#include <ctime>

namespace exwm_vr::output {
namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;

std::int64_t monotonic_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * ns_per_s + now.tv_nsec;
}

} // namespace

Output::Output(Outputs& owner, wlr_output& handle, OutputId id, scene::Scene& scene)
    : owner_(owner)
    , handle_(handle)
    , id_(id)
    , scene_output_(wlr_scene_output_create(scene.get(), &handle))
    , frame_(*this, handle.events.frame)
    , request_state_(*this, handle.events.request_state)
    , commit_(*this, handle.events.commit)
    , present_(*this, handle.events.present)
    , destroy_(*this, handle.events.destroy) {
    if (is_virtual()) {
        tick_timer_ = Fd(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
        tick_ = LoopCallback::on_readable(handle.event_loop, tick_timer_.get(), [this] {
            std::uint64_t expirations = 0;
            if (read(tick_timer_.get(), &expirations, sizeof(expirations)) > 0) {
                waiting_for_tick_ = false;
                render();
            }
        });
    }
}

Output::~Output() = default;

bool Output::is_virtual() const {
    return wlr_output_is_headless(&handle_);
}

void Output::on_frame() {
    if (!is_virtual()) {
        render();
        return;
    }
    if (waiting_for_tick_ || !wlr_scene_output_needs_frame(scene_output_)) {
        return;
    }
    const auto now = monotonic_ns();
    const auto due = clock_.next_tick(now);
    if (due <= now) {
        render();
        return;
    }
    const itimerspec when{
        .it_interval = {}, .it_value = {.tv_sec = due / ns_per_s, .tv_nsec = due % ns_per_s}
    };
    if (timerfd_settime(tick_timer_.get(), TFD_TIMER_ABSTIME, &when, nullptr) == 0) {
        waiting_for_tick_ = true;
    } else {
        render();
    }
}

void Output::render() {
    clock_.shown(monotonic_ns());
    FrameWish wish;
    if ((may_tear_ || sync_by_content_) && owner_.events_.frame_wish) {
        wish = owner_.events_.frame_wish(*this);
    }
    const bool varied = handle_.adaptive_sync_status == WLR_OUTPUT_ADAPTIVE_SYNC_ENABLED;
    const bool torn = may_tear_ && wish.torn;
    if (torn || (sync_by_content_ && wish.varied != varied)) {
        commit_as_wished({.torn = torn, .varied = sync_by_content_ ? wish.varied : varied});
    } else {
        wlr_scene_output_commit(scene_output_, nullptr);
    }
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    wlr_scene_output_send_frame_done(scene_output_, &now);
}

void Output::commit_as_wished(const FrameWish& wish) {
    if (!wlr_scene_output_needs_frame(scene_output_)) {
        return;
    }
    OutputState state;
    if (!wlr_scene_output_build_state(scene_output_, state.get(), nullptr)) {
        return;
    }
    const bool varied = handle_.adaptive_sync_status == WLR_OUTPUT_ADAPTIVE_SYNC_ENABLED;
    if (wish.varied != varied) {
        wlr_output_state_set_adaptive_sync_enabled(state.get(), wish.varied);
        if (!wlr_output_test_state(&handle_, state.get())) {
            wlr_output_state_set_adaptive_sync_enabled(state.get(), varied);
            sync_by_content_ = false;
            log::warn("output {}: adaptive sync is refused", name());
        }
    }
    state->tearing_page_flip = wish.torn;
    if (wish.torn && !wlr_output_test_state(&handle_, state.get())) {
        state->tearing_page_flip = false; // not every driver can, nor with every buffer
    }
    wlr_output_commit_state(&handle_, state.get());
}

void Output::on_request_state(wlr_output_event_request_state& event) {
    if (!wlr_output_commit_state(&handle_, event.state)) {
        log::warn("output {}: the host's new size was refused", name());
    }
}

void Output::on_commit(wlr_output_event_commit& event) {
    constexpr std::uint32_t shown = WLR_OUTPUT_STATE_MODE | WLR_OUTPUT_STATE_SCALE |
                                    WLR_OUTPUT_STATE_TRANSFORM | WLR_OUTPUT_STATE_ENABLED |
                                    WLR_OUTPUT_STATE_ADAPTIVE_SYNC_ENABLED;
    if ((event.state->committed & WLR_OUTPUT_STATE_MODE) != 0) {
        clock_.set_refresh(handle_.refresh);
    }
    if ((event.state->committed & shown) != 0) {
        owner_.changed();
    }
}

void Output::on_present(wlr_output_event_present& event) {
    if (is_virtual()) {
        // wlroots does not know of our ticks. Clients' feedback listens after us and tells of them.
        event.refresh = static_cast<int>(clock_.period_ns());
        event.seq = static_cast<unsigned>(clock_.ticks());
    }
    if (event.presented && owner_.events_.presented) {
        owner_.events_.presented(*this, event.commit_seq);
    }
}

void Output::on_destroy() {
    owner_.forget(*this); // deletes this
}

} // namespace exwm_vr::output
