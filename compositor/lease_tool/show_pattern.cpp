// SPDX-License-Identifier: MIT
#include "lease_tool/show_pattern.hpp"

#include "ctl/signals.hpp"
#include "ctl/wayland/wait.hpp"
#include "lease_tool/screen.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace exwm_vr::lease_tool {

namespace {

using ctl::Deadline;
using ctl::Outcome;

/// Two pictures in turn: one is shown while the other is drawn.
class Show {
public:
    [[nodiscard]] static Result<Show> make(int lease) {
        auto screen = Screen::open(lease);
        if (!screen) {
            return std::unexpected(screen.error());
        }
        Show show(*screen);
        for (std::size_t i = 0; i < show.buffers_.size(); ++i) {
            auto buffer = screen->make_buffer();
            if (!buffer) {
                return std::unexpected(buffer.error());
            }
            show.buffers_[i] = *std::move(buffer);
            show.drawn_[i] = i;
            draw_pattern(show.buffers_[i]->canvas(), i);
        }
        return show;
    }

    [[nodiscard]] Result<void> begin() {
        return screen_.show(*buffers_[0]).and_then([this] { return screen_.flip(*buffers_[1]); });
    }

    /// Takes what the display says of flips, and asks for the next. @p limit: not beyond so many.
    [[nodiscard]] Result<void> go_on(std::optional<std::uint64_t> limit) {
        const auto before = meter_.flips();
        screen_.read_flips([this](Flip flip) { meter_.add(flip); });
        if (meter_.flips() == before || meter_.flips() >= limit.value_or(UINT64_MAX)) {
            return {};
        }
        const auto next = (meter_.flips() + 1) % buffers_.size();
        move_bar(buffers_[next]->canvas(), drawn_[next], meter_.flips() + 1);
        drawn_[next] = meter_.flips() + 1;
        return screen_.flip(*buffers_[next]);
    }

    [[nodiscard]] const FlipMeter& meter() const { return meter_; }

    [[nodiscard]] Mode mode() const { return screen_.mode(); }

private:
    explicit Show(const Screen& screen)
        : screen_(screen)
        , meter_(screen.mode().refresh) {}

    Screen screen_;
    FlipMeter meter_;
    std::array<std::unique_ptr<Buffer>, 2> buffers_;
    std::array<std::uint64_t, 2> drawn_{}; ///< the frame that each of them has
};

/// Why the display stopped taking pictures: mostly the lease is over, which the compositor may
/// say after the kernel has acted on it.
Outcome<void> explain(ctl::Connection& connection, const Lease& lease, const Error& error) {
    constexpr ctl::milliseconds patience{5000};
    const auto waited =
        connection.wait_until([&lease] { return lease.ended(); }, Deadline::after(patience));
    if (!waited && waited.error().kind != ctl::Failure::Kind::timed_out) {
        return waited;
    }
    if (waited) {
        return fail("the compositor took the headset back");
    }
    return std::unexpected(error);
}

double rounded(double value) {
    constexpr double parts = 100;
    return std::round(value * parts) / parts;
}

void print(const Show& show, const Obtained& obtained, bool json) {
    const auto& meter = show.meter();
    const double seconds = std::chrono::duration<double>(meter.span()).count();
    const auto mode = show.mode();
    if (json) {
        print_to(
            stdout,
            "{}\n",
            nlohmann::json{
                {"connector", obtained.offer.connector},
                {"width", mode.size.width},
                {"height", mode.size.height},
                {"refresh", rounded(mode.refresh)},
                {"flips", meter.flips()},
                {"missed", meter.missed()},
                {"seconds", rounded(seconds)},
                {"rate", meter.rate() > 0 ? nlohmann::json(rounded(meter.rate())) : nullptr},
            }
                .dump(2)
        );
    } else {
        print_to(
            stdout,
            "{}: {} flips in {:.2f} s, {:.2f} Hz; {} missed\n",
            obtained.offer.connector,
            meter.flips(),
            seconds,
            meter.rate(),
            meter.missed()
        );
    }
    std::fflush(stdout);
}

} // namespace

Outcome<void>
show_pattern(ctl::Connection& connection, const Obtained& obtained, const Arguments& arguments) {
    ctl::Signals signals;
    const auto& lease = *obtained.lease;
    auto show = Show::make(lease.fd().get());
    if (!show) {
        return std::unexpected(show.error());
    }
    if (const auto begun = show->begin(); !begun) {
        return explain(connection, lease, begun.error());
    }
    if (!arguments.json) {
        print_to(stdout, "{}: shown, {}\n", obtained.offer.connector, to_string(show->mode()));
        std::fflush(stdout);
    }
    const auto deadline =
        arguments.show_limit ? Deadline::after(*arguments.show_limit) : Deadline::never();
    Outcome<void> outcome;
    while (outcome && !signals.take() && !deadline.passed() &&
           show->meter().flips() < arguments.frame_limit.value_or(UINT64_MAX)) {
        std::array<pollfd, 2> others{{
            {.fd = lease.fd().get(), .events = POLLIN, .revents = 0},
            {.fd = signals.fd(), .events = POLLIN, .revents = 0},
        }};
        outcome = ctl::wait_for_any(connection, others, deadline);
        if (outcome && lease.ended()) {
            outcome = fail("the compositor took the headset back");
        }
        if (outcome && others[0].revents != 0) {
            if (const auto flipped = show->go_on(arguments.frame_limit); !flipped) {
                outcome = explain(connection, lease, flipped.error());
            }
        }
    }
    print(*show, obtained, arguments.json);
    return outcome;
}

} // namespace exwm_vr::lease_tool
