// SPDX-License-Identifier: MIT
#include "lease_tool/run_command.hpp"

#include "ctl/wayland/wait.hpp"
#include "lease_tool/child.hpp"
#include "lease_tool/headsets_only.hpp"

#include <array>
#include <csignal>

namespace exwm_vr::lease_tool {

namespace {

using ctl::Deadline;

/// Waits for the end of a program, and for what it is to be ended for.
class Watch {
public:
    Watch(ctl::Connection& connection, ctl::Signals& signals, const Child& child)
        : connection_(connection)
        , signals_(signals)
        , child_(child) {}

    /// Until the program has ended, or something that came made @p done true: false then. A lost
    /// connection is a failure.
    ctl::Outcome<bool> until_end_or(const std::function<bool()>& done) {
        while (!over_) {
            if (done()) {
                return false;
            }
            auto others = to_wait_for();
            if (auto waited = ctl::wait_for_any(connection_, others, Deadline::never()); !waited) {
                return std::unexpected(waited.error());
            }
            take(others);
        }
        return true;
    }

    /// Without the compositor; false when it is not over by the deadline.
    bool until_end(Deadline deadline) {
        while (!over_ && !deadline.passed()) {
            auto others = to_wait_for();
            poll(others.data(), others.size(), deadline.poll_timeout());
            take(others);
        }
        return over_;
    }

private:
    using Others = std::array<pollfd, 2>;

    [[nodiscard]] Others to_wait_for() const {
        return {{
            {.fd = child_.fd(), .events = POLLIN, .revents = 0},
            {.fd = signals_.fd(), .events = POLLIN, .revents = 0},
        }};
    }

    void take(const Others& others) {
        over_ = others[0].revents != 0;
        child_.pass_on(signals_);
    }

    ctl::Connection& connection_;
    ctl::Signals& signals_;
    const Child& child_;
    bool over_ = false;
};

} // namespace

int run_command(ctl::Connection& connection, const Lease& lease, const Arguments& arguments) {
    ctl::Signals signals;
    const auto child = Child::start(arguments.command, lease.fd().get(), signals);
    if (!child) {
        return child.error();
    }
    Watch watch(connection, signals, *child);
    const auto ended = watch.until_end_or([&lease] { return lease.ended(); });
    if (!ended || !*ended) {
        const std::string why =
            ended ? "the compositor took the headset back" : ended.error().message;
        const auto& name = arguments.command.front();
        if (arguments.leave_running) {
            say(formatted("{}; {} is left running", why, name));
        } else {
            say(formatted("{}; {} is asked to end", why, name));
            child->signal(SIGTERM);
        }
        watch.until_end(Deadline::never());
    }
    return child->status();
}

ctl::Outcome<int>
watch_command(ctl::Connection& connection, const Devices& devices, const Arguments& arguments) {
    HeadsetsOnly headsets;
    const auto found = find_headset(connection, devices, arguments, [&](const Offer& offer) {
        return headsets.accept(offer);
    });
    if (!found) {
        return std::unexpected(found.error());
    }
    const auto& offer = *found;
    ctl::Signals signals;
    const auto child = Child::start(arguments.command, -1, signals);
    if (!child) {
        return child.error();
    }
    Watch watch(connection, signals, *child);
    const auto ended = watch.until_end_or([&] {
        const auto* again = devices.find(offer.connector);
        return again != nullptr && again->number != offer.number;
    });
    if (!ended || !*ended) {
        const std::string why =
            ended ? formatted("{} is offered again", offer.connector) : ended.error().message;
        say(formatted("{}; {} is asked to end", why, arguments.command.front()));
        child->signal(SIGTERM);
        // Runtimes are known to stay while they wait for a display that is gone.
        constexpr ctl::milliseconds patience{5000};
        if (!watch.until_end(Deadline::after(patience))) {
            child->signal(SIGKILL);
        }
    }
    return child->status();
}

} // namespace exwm_vr::lease_tool
