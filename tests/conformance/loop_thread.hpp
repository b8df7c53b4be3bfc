// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "server/server.hpp"
#include "wlr/event_source.hpp"

#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace exwm_vr::conformance {

/// The compositor, headless, on a thread of its own: it starts, runs and ends there.
class LoopThread {
public:
    /// Returns once clients can connect; ends the program where the compositor does not start.
    LoopThread();
    LoopThread(const LoopThread&) = delete;
    LoopThread& operator=(const LoopThread&) = delete;
    /// Ends the compositor and waits for that.
    ~LoopThread();

    /// Runs @p work between two of the loop's rounds and waits until it is done.
    void call(std::function<void(server::Server::Parts)> work);

private:
    void serve(std::promise<void>& ready);
    void work_off();

    Fd wake_;
    std::mutex mutex_;
    std::vector<std::packaged_task<void()>> queue_; ///< guarded by mutex_
    std::unique_ptr<server::Server> server_;        ///< used on the thread only
    std::thread thread_;
};

} // namespace exwm_vr::conformance
