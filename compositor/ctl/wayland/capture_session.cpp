// SPDX-License-Identifier: MIT
#include "ctl/wayland/capture_session.hpp"

#include "image/shm_format.hpp"

#include <wayland-client.h>

#include <ext-image-capture-source-v1-client-protocol.h>
#include <ext-image-copy-capture-v1-client-protocol.h>

#include <utility>

namespace exwm_vr::ctl {

namespace {

/// How often a picture is asked for again when the output or window changes meanwhile.
constexpr int most_attempts = 5;

} // namespace

struct CaptureSession::Listeners {
    using SessionProxy = ext_image_copy_capture_session_v1;
    using FrameProxy = ext_image_copy_capture_frame_v1;

    static CaptureSession& session(void* data) { return *static_cast<CaptureSession*>(data); }

    static Frame& frame(void* data) { return session(data).frame_; }

    static constexpr ext_image_copy_capture_session_v1_listener of_session{
        .buffer_size =
            [](void* data, SessionProxy*, std::uint32_t width, std::uint32_t height) {
                session(data).incoming_.size = {static_cast<int>(width), static_cast<int>(height)};
            },
        .shm_format = [](
                          void* data, SessionProxy*, std::uint32_t format
                      ) { session(data).incoming_.formats.push_back(format); },
        .dmabuf_device = [](void*, SessionProxy*, wl_array*) {},
        .dmabuf_format = [](void*, SessionProxy*, std::uint32_t, wl_array*) {},
        .done =
            [](void* data, SessionProxy*) {
                session(data).constraints_ = std::exchange(session(data).incoming_, {});
                session(data).constrained_ = true;
            },
        .stopped = [](void* data, SessionProxy*) { session(data).stopped_ = true; },
    };

    static constexpr ext_image_copy_capture_frame_v1_listener of_frame{
        .transform = [](
                         void* data, FrameProxy*, std::uint32_t transform
                     ) { frame(data).transform = static_cast<config::Transform>(transform % 8); },
        .damage = [](void*, FrameProxy*, std::int32_t, std::int32_t, std::int32_t, std::int32_t) {},
        .presentation_time = [](void*, FrameProxy*, std::uint32_t, std::uint32_t, std::uint32_t) {},
        .ready = [](void* data, FrameProxy*) { frame(data).ready = true; },
        .failed =
            [](void* data, FrameProxy*, std::uint32_t reason) { frame(data).failure = reason; },
    };
};

bool CaptureSession::offered(const Connection& connection) {
    return connection.find_global(ext_image_copy_capture_manager_v1_interface.name) != nullptr &&
           connection.find_global(ext_output_image_capture_source_manager_v1_interface.name) !=
               nullptr;
}

Result<std::unique_ptr<CaptureSession>>
CaptureSession::of_output(Connection& connection, const WaylandOutput& output, bool cursor) {
    const auto sources = connection.bind<ext_output_image_capture_source_manager_v1>(1);
    if (!sources) {
        return std::unexpected(sources.error());
    }
    Proxy<ext_image_capture_source_v1> source(
        ext_output_image_capture_source_manager_v1_create_source(sources->get(), output.proxy.get())
    );
    return make(connection, std::move(source), cursor);
}

Result<std::unique_ptr<CaptureSession>>
CaptureSession::of_window(Connection& connection, const Toplevel& window, bool cursor) {
    const auto sources = connection.bind<ext_foreign_toplevel_image_capture_source_manager_v1>(1);
    if (!sources) {
        return std::unexpected(sources.error());
    }
    Proxy<ext_image_capture_source_v1> source(
        ext_foreign_toplevel_image_capture_source_manager_v1_create_source(
            sources->get(), window.handle.get()
        )
    );
    return make(connection, std::move(source), cursor);
}

Result<std::unique_ptr<CaptureSession>> CaptureSession::make(
    Connection& connection, Proxy<ext_image_capture_source_v1> source, bool cursor
) {
    auto shm = connection.bind<wl_shm>(1);
    if (!shm) {
        return std::unexpected(shm.error());
    }
    const auto manager = connection.bind<ext_image_copy_capture_manager_v1>(1);
    if (!manager) {
        return std::unexpected(manager.error());
    }
    std::unique_ptr<CaptureSession> session(new CaptureSession(connection));
    session->shm_ = std::move(*shm);
    session->source_ = std::move(source);
    session->session_.reset(ext_image_copy_capture_manager_v1_create_session(
        manager->get(),
        session->source_.get(),
        cursor ? EXT_IMAGE_COPY_CAPTURE_MANAGER_V1_OPTIONS_PAINT_CURSORS : 0
    ));
    ext_image_copy_capture_session_v1_add_listener(
        session->session_.get(), &Listeners::of_session, session.get()
    );
    return session;
}

CaptureSession::CaptureSession(Connection& connection)
    : connection_(connection) {}

CaptureSession::~CaptureSession() = default;

Result<void> CaptureSession::prepare_buffer() {
    const auto format = choose_shm_format(constraints_.formats);
    if (!format) {
        return fail("the compositor offers none of the pixel formats that exwm-vrctl knows");
    }
    if (buffer_ && buffer_->format() == *format && buffer_->size() == constraints_.size) {
        return {};
    }
    auto buffer = ShmBuffer::create(shm_.get(), *format, constraints_.size);
    if (!buffer) {
        return std::unexpected(buffer.error());
    }
    buffer_ = std::move(*buffer);
    return {};
}

Outcome<void> CaptureSession::ask(Deadline deadline) {
    frame_ = {};
    auto waited = connection_.wait_until([this] { return constrained_ || stopped_; }, deadline);
    if (!waited) {
        return waited;
    }
    if (stopped_) {
        return {};
    }
    if (auto prepared = prepare_buffer(); !prepared) {
        return std::unexpected(prepared.error());
    }
    frame_.proxy.reset(ext_image_copy_capture_session_v1_create_frame(session_.get()));
    ext_image_copy_capture_frame_v1* const frame = frame_.proxy.get();
    ext_image_copy_capture_frame_v1_add_listener(frame, &Listeners::of_frame, this);
    ext_image_copy_capture_frame_v1_attach_buffer(frame, buffer_->get());
    ext_image_copy_capture_frame_v1_damage_buffer(
        frame, 0, 0, buffer_->size().width, buffer_->size().height
    );
    ext_image_copy_capture_frame_v1_capture(frame);
    return {};
}

bool CaptureSession::answered() const {
    return stopped_ || frame_.ready || frame_.failure.has_value();
}

Result<std::optional<Image>> CaptureSession::take() {
    const Frame frame = std::exchange(frame_, {});
    if (frame.ready) {
        return buffer_->read().transform([&frame](const Image& image) {
            return std::optional(upright(image, frame.transform));
        });
    }
    if (stopped_ || frame.failure == EXT_IMAGE_COPY_CAPTURE_FRAME_V1_FAILURE_REASON_STOPPED) {
        return fail("it was closed or turned off while its picture was taken");
    }
    return std::nullopt;
}

Outcome<Image> CaptureSession::next(Deadline deadline) {
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        if (auto asked = ask(deadline); !asked) {
            return std::unexpected(asked.error());
        }
        auto waited = connection_.wait_until([this] { return answered(); }, deadline);
        if (!waited) {
            return std::unexpected(waited.error());
        }
        auto image = take();
        if (!image) {
            return std::unexpected(image.error());
        }
        if (*image) {
            return std::move(**image);
        }
        // Its size changed, or the compositor wants another try without a reason.
        if (auto settled = connection_.roundtrip(deadline); !settled) {
            return std::unexpected(settled.error());
        }
    }
    return fail("the compositor failed to take the picture {} times", most_attempts);
}

} // namespace exwm_vr::ctl
