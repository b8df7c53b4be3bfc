// SPDX-License-Identifier: MIT
#pragma once

#include "conformance/loop_thread.hpp"

#include <wlcs/pointer.h>
#include <wlcs/touch.h>

#include <memory>

namespace exwm_vr::conformance {

/// A mouse that the suite moves. It is one of the backend's devices, as a real one is.
class Mouse : public WlcsPointer {
public:
    explicit Mouse(LoopThread& thread);
    Mouse(const Mouse&) = delete;
    Mouse& operator=(const Mouse&) = delete;
    ~Mouse();

    void move_to(double x, double y); ///< layout coordinates
    void move_by(double dx, double dy);
    void button(std::uint32_t button, bool down);

private:
    LoopThread& thread_;
    std::unique_ptr<wlr_pointer> device_; ///< used on the loop's thread only
};

/// A touch screen that covers the output. It is there before any client is, as a real one would
/// be: a client that hears of one later has to bind its touch first.
class TouchScreen {
public:
    explicit TouchScreen(LoopThread& thread);
    TouchScreen(const TouchScreen&) = delete;
    TouchScreen& operator=(const TouchScreen&) = delete;
    ~TouchScreen();

    void down(int id, double x, double y); ///< layout coordinates
    void move(int id, double x, double y);
    void up(int id);

    int new_finger() { return ++fingers_; }

private:
    LoopThread& thread_;
    std::unique_ptr<wlr_touch> device_; ///< used on the loop's thread only
    int fingers_ = 0;
};

/// One finger on it.
class Finger : public WlcsTouch {
public:
    explicit Finger(TouchScreen& screen);
    Finger(const Finger&) = delete;
    Finger& operator=(const Finger&) = delete;
    ~Finger() = default;

private:
    static Finger& of(WlcsTouch* touch) { return static_cast<Finger&>(*touch); }

    TouchScreen& screen_;
    int id_;
};

} // namespace exwm_vr::conformance
