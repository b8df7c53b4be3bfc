// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "base/geometry.hpp"
#include "base/ids.hpp"
#include "config/output_spec.hpp"
#include "output/frame_clock.hpp"
#include "scene/scene.hpp"
#include "wlr/event_source.hpp"
#include "wlr/listener.hpp"

#include <optional>
#include <string>

namespace exwm_vr::output {

class Outputs;

/// How what covers an output would like to be shown.
struct FrameWish {
    bool torn = false;   ///< at once, though in the middle of another frame
    bool varied = false; ///< at its own rate, as games and videos have one
};

/// One output, shown or not. Owned by Outputs; goes when wlroots destroys its wlr_output.
class Output {
public:
    Output(Outputs& owner, wlr_output& handle, OutputId id, scene::Scene& scene);
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output();

    [[nodiscard]] OutputId id() const { return id_; }

    [[nodiscard]] wlr_output& handle() const { return handle_; }

    [[nodiscard]] wlr_scene_output* scene_output() const { return scene_output_; }

    [[nodiscard]] std::string name() const { return handle_.name; }

    [[nodiscard]] bool is_virtual() const;

    /// Whether it has a place in the layout. An output whose power is off still has one.
    [[nodiscard]] bool active() const { return active_; }

    /// Its place in the layout, logical px; empty when it is not active.
    [[nodiscard]] Box box() const { return box_; }

    /// The box less panels' exclusive zones, layout coordinates.
    [[nodiscard]] Box usable() const { return usable_; }

    void set_usable(Box usable) { usable_ = usable; }

    /// Whether a fullscreen window that wants to may tear.
    [[nodiscard]] bool may_tear() const { return may_tear_; }

private:
    friend class Outputs;

    void on_frame();
    void on_request_state(wlr_output_event_request_state& event);
    void on_commit(wlr_output_event_commit& event);
    void on_present(wlr_output_event_present& event);
    void on_destroy();
    void render();
    /// Like wlr_scene_output_commit(), but the frame does not wait for the last one's end.
    void commit_as_wished(const FrameWish& wish);

    Outputs& owner_;
    wlr_output& handle_;
    OutputId id_;
    wlr_scene_output* scene_output_; ///< dies with handle_
    bool active_ = false;
    bool may_tear_ = false;         ///< a rule allows it
    bool sync_by_content_ = false;  ///< a rule asks for it, and it is supported
    config::OutputSettings own_;    ///< what it was made with, of a virtual or nested one
    bool rules_wait_ = false;       ///< for its power, to be applied whole
    std::optional<Point> position_; ///< where the user wants it; none: to the right of the others
    Box box_;
    Box usable_;
    FrameClock clock_;
    Fd tick_timer_; ///< virtual outputs only
    LoopCallback tick_;
    bool waiting_for_tick_ = false;

    Listener<&Output::on_frame> frame_;
    Listener<&Output::on_request_state> request_state_;
    Listener<&Output::on_commit> commit_;
    Listener<&Output::on_present> present_;
    Listener<&Output::on_destroy> destroy_;
};

} // namespace exwm_vr::output
