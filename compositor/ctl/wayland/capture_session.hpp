// SPDX-License-Identifier: MIT
#pragma once

#include "ctl/wayland/connection.hpp"
#include "ctl/wayland/outputs.hpp"
#include "ctl/wayland/shm_buffer.hpp"
#include "ctl/wayland/toplevels.hpp"
#include "image/image.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace exwm_vr::ctl {

/// Takes pictures of one output or window by ext-image-copy-capture. Must go before its
/// connection does.
class CaptureSession {
public:
    /// True where the compositor can do this for outputs.
    [[nodiscard]] static bool offered(const Connection& connection);

    /// @p cursor: with the pointer's picture.
    [[nodiscard]] static Result<std::unique_ptr<CaptureSession>>
    of_output(Connection& connection, const WaylandOutput& output, bool cursor);
    /// Fails where the compositor cannot do this for windows.
    [[nodiscard]] static Result<std::unique_ptr<CaptureSession>>
    of_window(Connection& connection, const Toplevel& window, bool cursor);

    CaptureSession(const CaptureSession&) = delete;
    CaptureSession& operator=(const CaptureSession&) = delete;
    ~CaptureSession();

    /// The first picture comes at once, each later one when something has changed since the last
    /// one was taken. Upright; with alpha as the buffer has it.
    [[nodiscard]] Outcome<Image> next(Deadline deadline);

    /// The same in three steps, for who waits for several at once: asks for a picture; says
    /// whether it (or a failure) has come; takes it, or nothing when it must be asked for again.
    Outcome<void> ask(Deadline deadline);
    [[nodiscard]] bool answered() const;
    [[nodiscard]] Result<std::optional<Image>> take();

private:
    struct Listeners;

    /// A picture that was asked for.
    struct Frame {
        Proxy<ext_image_copy_capture_frame_v1> proxy;
        config::Transform transform{};
        bool ready = false;
        std::optional<std::uint32_t> failure;
    };

    /// What a buffer must be like.
    struct Constraints {
        Size size;
        std::vector<std::uint32_t> formats;
    };

    explicit CaptureSession(Connection& connection);

    static Result<std::unique_ptr<CaptureSession>>
    make(Connection& connection, Proxy<ext_image_capture_source_v1> source, bool cursor);

    Result<void> prepare_buffer();

    Connection& connection_;
    Proxy<wl_shm> shm_;
    Proxy<ext_image_capture_source_v1> source_;
    Proxy<ext_image_copy_capture_session_v1> session_;
    Constraints incoming_; ///< until the event that says they are complete
    Constraints constraints_;
    bool constrained_ = false;
    bool stopped_ = false;
    std::optional<ShmBuffer> buffer_;
    Frame frame_;
};

} // namespace exwm_vr::ctl
