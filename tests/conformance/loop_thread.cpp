// SPDX-License-Identifier: MIT
#include "conformance/loop_thread.hpp"

#include "base/log.hpp"
#include "config/load.hpp"

#include <sys/eventfd.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace exwm_vr::conformance {
namespace {

/// Both sides are powers of two, so that a device's absolute coordinates, which go from 0 to 1,
/// are exact in pixels.
constexpr Size output_size{1024, 1024};

server::Settings settings() {
    auto config = config::default_config();
    // The suite says where windows are and takes their corners for those of their content.
    config.windows.layout = wm::LayoutKind::floating;
    config.windows.border = 0;
    config.xwayland.enabled = false;
    config::OutputSpec output;
    output.settings.mode = output_size;
    server::GraphicsWish graphics;
    graphics.backend = server::BackendKind::headless;
    graphics.renderer = server::RendererKind::pixman;
    return {
        .config = config,
        .load_config = [config] { return config; },
        .graphics = graphics,
        .outputs = {output},
    };
}

} // namespace

LoopThread::LoopThread()
    : wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    std::promise<void> ready;
    thread_ = std::thread([this, &ready] { serve(ready); });
    ready.get_future().wait();
}

LoopThread::~LoopThread() {
    call([](auto parts) { wl_display_terminate(&parts.display); });
    thread_.join();
}

void LoopThread::serve(std::promise<void>& ready) {
    auto started = server::Server::start(settings());
    if (!started) {
        log::panic(started.error().message);
    }
    server_ = std::move(*started);
    auto* loop = wl_display_get_event_loop(&server_->parts().display);
    auto woken = LoopCallback::on_readable(loop, wake_.get(), [this] { work_off(); });
    ready.set_value();
    server_->run();
    woken.reset();
    server_.reset();
}

void LoopThread::call(std::function<void(server::Server::Parts)> work) {
    std::packaged_task<void()> task([this, work = std::move(work)] { work(server_->parts()); });
    auto done = task.get_future();
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(task));
    }
    if (eventfd_write(wake_.get(), 1) != 0) {
        log::panic("the compositor's thread cannot be woken");
    }
    done.wait();
}

void LoopThread::work_off() {
    eventfd_t count = 0;
    eventfd_read(wake_.get(), &count);
    std::vector<std::packaged_task<void()>> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(queue_);
    }
    for (auto& task : tasks) {
        task();
    }
}

} // namespace exwm_vr::conformance
