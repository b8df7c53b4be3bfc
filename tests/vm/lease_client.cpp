// SPDX-License-Identifier: MIT
// A program that drives a headset: waits for a connector to be offered, leases it, and shows one
// colour on it as fast as the display takes pictures. It says on standard output what happens, a
// line each, and goes on when a lease is over.
//
//   lease-client [--connector NAME] [--colour RRGGBB] [--once] [--sandboxed]
#include "ctl/wayland/context_socket.hpp"
#include "ctl/wayland/wait.hpp"
#include "lease_tool/devices.hpp"
#include "lease_tool/screen.hpp"

#include <xf86drm.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

using namespace exwm_vr;

namespace {

template <typename... Args>
void say(std::format_string<Args...> format, Args&&... args) {
    print_to(stdout, "{}\n", formatted(format, std::forward<Args>(args)...));
    std::fflush(stdout);
}

/// The whole of a leased display in one colour.
class Picture {
public:
    Picture(const lease_tool::Screen& screen, std::unique_ptr<lease_tool::Buffer> buffer)
        : screen_(screen)
        , buffer_(std::move(buffer)) {}

    static Result<Picture> show(int lease, std::uint32_t colour) {
        const auto screen = lease_tool::Screen::open(lease);
        if (!screen) {
            return std::unexpected(screen.error());
        }
        auto buffer = screen->make_buffer();
        if (!buffer) {
            return std::unexpected(buffer.error());
        }
        std::ranges::fill((*buffer)->canvas().pixels, colour);
        Picture picture(*screen, *std::move(buffer));
        if (const auto shown = screen->show(*picture.buffer_); !shown) {
            return std::unexpected(shown.error());
        }
        return picture;
    }

    [[nodiscard]] Size size() const { return screen_.mode().size; }

    void flip() {
        if (const auto flipped = screen_.flip(*buffer_); !flipped) {
            say("flip: {}", flipped.error().message);
        }
    }

    void go_on() {
        screen_.read_flips([this](lease_tool::Flip) {
            if (++flips_ % 30 == 0) {
                say("flips {}", flips_);
            }
            flip();
        });
    }

private:
    lease_tool::Screen screen_;
    std::unique_ptr<lease_tool::Buffer> buffer_;
    int flips_ = 0;
};

class Client {
public:
    Client(ctl::Connection& connection, std::string wanted, std::uint32_t colour, bool once)
        : connection_(connection)
        , wanted_(std::move(wanted))
        , colour_(colour)
        , once_(once)
        , devices_(
              connection,
              {.offered =
                   [](const auto& offer) {
                       say("offered {}", offer.connector);
                       if (drmIsMaster(offer.card) != 0) {
                           say("error: a master's fd");
                       }
                   },
               .withdrawn = [](const auto& offer) { say("withdrawn {}", offer.connector); }}
          ) {
        say("devices {}", devices_.count());
    }

    void run() {
        while (!ended_) {
            std::array<pollfd, 1> others{{
                {.fd = lease_ ? lease_->fd().get() : -1, .events = POLLIN, .revents = 0},
            }};
            if (!ctl::wait_for_any(connection_, others, ctl::Deadline::never())) {
                say("disconnected");
                return;
            }
            if (picture_ && others[0].revents != 0) {
                picture_->go_on();
            }
            look();
        }
    }

private:
    /// Does what there is to do after something has come.
    void look() {
        if (devices_.known() && !std::exchange(known_, true)) {
            say("device");
        }
        if (lease_ && lease_->fd() && !shown_) {
            say("leased");
            shown_ = true;
            show();
        }
        if (lease_ && lease_->ended()) {
            say("finished");
            picture_.reset();
            lease_.reset();
            ended_ = once_;
        }
        const auto* offer = devices_.find(wanted_);
        if (!ended_ && !lease_ && offer != nullptr && offer->number != asked_) {
            asked_ = offer->number;
            shown_ = false;
            lease_ = devices_.ask_for(*offer);
        }
    }

    void show() {
        auto shown = Picture::show(lease_->fd().get(), colour_);
        if (!shown) {
            say("error: {}", shown.error().message);
            return;
        }
        picture_ = std::make_unique<Picture>(*std::move(shown));
        say("shown {}x{}", picture_->size().width, picture_->size().height);
        picture_->flip();
    }

    ctl::Connection& connection_;
    std::string wanted_;
    std::uint32_t colour_;
    bool once_;
    bool ended_ = false;
    bool known_ = false;
    bool shown_ = false; ///< the lease that there is
    lease_tool::Devices devices_;
    std::uint64_t asked_ = 0; ///< the offer that was asked for last
    std::unique_ptr<lease_tool::Lease> lease_;
    std::unique_ptr<Picture> picture_;
};

} // namespace

int main(int argc, char** argv) {
    std::string connector;
    std::uint32_t colour = 0x00C040;
    bool once = false;
    bool sandboxed = false;
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string_view option(arguments[i]);
        constexpr int hexadecimal = 16;
        if (option == "--once") {
            once = true;
        } else if (option == "--connector" && i + 1 < arguments.size()) {
            connector = arguments[++i];
        } else if (option == "--colour" && i + 1 < arguments.size()) {
            colour = static_cast<std::uint32_t>(std::strtoul(arguments[++i], nullptr, hexadecimal));
        } else if (option == "--sandboxed") {
            sandboxed = true;
        } else {
            return 2;
        }
    }
    constexpr std::chrono::seconds patience(60);
    auto opened = ctl::Connection::open({}, ctl::Deadline::after(patience));
    std::unique_ptr<ctl::Connection> outside;
    std::optional<ctl::Outcome<ctl::ContextSocket>> sandbox;
    if (opened && sandboxed) {
        outside = std::move(*opened);
        const auto folder = std::filesystem::path(std::getenv("XDG_RUNTIME_DIR"));
        sandbox.emplace(
            ctl::ContextSocket::make(
                *outside,
                folder / ("sandbox-" + std::to_string(getpid())),
                {.engine = "test", .app_id = "test.lease", .instance_id = {}}
            )
        );
        if (!*sandbox) {
            say("error: {}", sandbox->error().message);
            return 1;
        }
        const auto path = (*sandbox)->path().string();
        opened = ctl::Connection::open(path, ctl::Deadline::after(patience));
    }
    if (!opened) {
        say("error: {}", opened.error().message);
        return 1;
    }
    Client(**opened, connector, colour, once).run();
    return 0;
}
