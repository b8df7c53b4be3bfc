// SPDX-License-Identifier: MIT
// What a long life does to the compositor: memory, descriptors and wake-ups.
#include "base/format.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <iostream>
#include <random>
#include <sstream>
#include <thread>

namespace exwm_vr::test {
namespace {

#if defined(__SANITIZE_ADDRESS__)
// ASan keeps freed memory for a while, so the resident size says nothing; LSan finds leaks.
constexpr bool memory_is_telling = false;
#else
constexpr bool memory_is_telling = true;
#endif

long resident_kib(pid_t pid) {
    std::istringstream lines(read_file(formatted("/proc/{}/status", pid)));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("VmRSS:")) {
            return std::stol(line.substr(6));
        }
    }
    return 0;
}

/// Times that a process went to sleep of its own, over all of its threads.
long sleeps(pid_t pid) {
    long total = 0;
    for (const auto& task : std::filesystem::directory_iterator(formatted("/proc/{}/task", pid))) {
        std::istringstream lines(read_file(task.path() / "status"));
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("voluntary_ctxt_switches:")) {
                total += std::stol(line.substr(24));
            }
        }
    }
    return total;
}

std::ptrdiff_t descriptors(pid_t pid) {
    const auto folder = std::filesystem::directory_iterator(formatted("/proc/{}/fd", pid));
    return std::distance(begin(folder), end(folder));
}

void open_and_close(Session& session, int windows) {
    WaylandClient client((session.folder() / session.display()).string());
    for (int i = 0; i < windows; ++i) {
        const WaylandWindow window(
            client,
            {.app_id = "one-of-many",
             .title = "x",
             .size = {50, 40},
             .colour = {9, 9, 9, 255},
             .fixed_size = i % 3 == 0,
             .parent = nullptr,
             .fullscreen = i % 7 == 0}
        );
        client.roundtrip();
    }
}

TEST_CASE("a thousand windows, opened and closed, leave nothing behind") {
    Session session;
    const auto pid = session.compositor().pid();
    open_and_close(session, 100); // caches fill
    session.request(":type :ping");
    const auto memory = resident_kib(pid);
    const auto files = descriptors(pid);
    open_and_close(session, 1000);
    session.wait_for_no_window("one-of-many");
    CHECK(descriptors(pid) == files);
    const auto grown = resident_kib(pid) - memory;
    std::cout << "a thousand windows grew the compositor by " << grown << " KiB\n";
    if (memory_is_telling) {
        CHECK(grown < 1024);
    }
}

TEST_CASE("ten thousand random IPC operations leave nothing behind") {
    Session session({
        .outputs = {"1280x720"},
        .config = "ipc:\n  max_messages_per_second: 10000\n",
        .arguments = {},
    });
    const auto pid = session.compositor().pid();
    WaylandClient client((session.folder() / session.display()).string());
    std::vector<std::unique_ptr<WaylandWindow>> windows;
    windows.reserve(6);
    for (int i = 0; i < 6; ++i) {
        windows.push_back(
            std::make_unique<WaylandWindow>(
                client,
                WaylandWindow::Options{
                    .app_id = formatted("w{}", i),
                    .title = "w",
                    .size = {90, 70},
                    .colour = {200, 100, 50, 255},
                    .fixed_size = i == 5,
                    .parent = nullptr,
                    .fullscreen = false
                }
            )
        );
    }
    const auto ids = session.windows();
    REQUIRE(ids.size() == 6);
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto below = [&](int limit) {
        return std::uniform_int_distribution(0, limit - 1)(random);
    };
    const auto operate = [&](int count) {
        for (int i = 0; i < count; ++i) {
            const auto id = below(20) == 0 ? 12345 : ids.at(static_cast<std::size_t>(below(6))).id;
            const std::vector<std::string> messages{
                formatted("(:type :surface-focus :surface-id {})", id),
                formatted(
                    "(:type :surface-move :surface-id {} :x {} :y {})",
                    id,
                    below(4000) - 2000,
                    below(4000) - 2000
                ),
                formatted(
                    "(:type :surface-resize :surface-id {} :w {} :h {})",
                    id,
                    below(3000),
                    below(3000)
                ),
                formatted(
                    "(:type :surface-resize :surface-id {} :geometry (:x {} :y {} :w {} :h {}))",
                    id,
                    below(900),
                    below(900),
                    below(900),
                    below(900)
                ),
                formatted("(:type :surface-fullscreen :surface-id {})", id),
                formatted("(:type :surface-float :surface-id {})", id),
                formatted("(:type :workspace-switch :workspace {})", below(11) - 1),
                formatted(
                    "(:type :workspace-move-surface :surface-id {} :workspace {})",
                    id,
                    below(11) - 1
                ),
                formatted("(:type :key-grab :key \"s-{}\")", below(10)),
                formatted("(:type :key-ungrab :key \"s-{}\")", below(10)),
                formatted(
                    "(:type :output-add :spec \"extra{}:{}x{}\")",
                    below(2),
                    below(500) + 1,
                    below(500) + 1
                ),
                formatted("(:type :output-remove :name \"extra{}\")", below(2)),
                "(:type :layout-cycle)",
                "(:type :surface-list)",
                "(:type :workspace-list)",
                "(:type :output-list)",
                "(:type :no-such-thing)",
            };
            const auto message = ipc::parse(
                messages.at(static_cast<std::size_t>(below(static_cast<int>(messages.size()))))
            );
            REQUIRE(message);
            const auto reply = session.ipc().exchange(*message);
            if (!reply) {
                FAIL(reply.error().message);
            }
            if (i % 50 == 0) {
                client.roundtrip();
                while (
                    session.ipc().next_event(ctl::Deadline::after(std::chrono::milliseconds(0)))) {
                }
            }
        }
    };
    const auto settle = [&] {
        for (const auto* name : {"extra0", "extra1"}) {
            REQUIRE(session.ipc().exchange(
                *ipc::parse(formatted("(:type :output-remove :name \"{}\")", name))
            ));
        }
        client.roundtrip();
    };
    operate(1000);
    settle();
    const auto memory = resident_kib(pid);
    const auto files = descriptors(pid);
    operate(10'000);
    settle();
    CHECK(descriptors(pid) == files);
    const auto grown = resident_kib(pid) - memory;
    std::cout << "ten thousand operations grew the compositor by " << grown << " KiB\n";
    if (memory_is_telling) {
        CHECK(grown < 2048);
    }
}

TEST_CASE("an idle compositor with three still clients sleeps") {
    Session session;
    WaylandClient client((session.folder() / session.display()).string());
    std::vector<std::unique_ptr<WaylandWindow>> windows;
    windows.reserve(3);
    for (int i = 0; i < 3; ++i) {
        windows.push_back(
            std::make_unique<WaylandWindow>(
                client,
                WaylandWindow::Options{
                    .app_id = "still",
                    .title = "s",
                    .size = {90, 70},
                    .colour = {200, 100, 50, 255},
                    .fixed_size = false,
                    .parent = nullptr,
                    .fullscreen = false
                }
            )
        );
    }
    // Until the last configure and frame have come and gone.
    static_cast<void>(session.screenshot());
    for (int i = 0; i < 20; ++i) {
        client.roundtrip();
        session.request(":type :ping");
    }
    const auto pid = session.compositor().pid();
    // The one wait for time in these tests: it is what is measured. A first second lets the last
    // frame timer run out.
    std::this_thread::sleep_for(std::chrono::seconds(1));
    const auto before = sleeps(pid);
    std::this_thread::sleep_for(std::chrono::seconds(10));
    const auto woken = sleeps(pid) - before;
    std::cout << "idle for ten seconds with three clients: " << woken << " wake-ups\n";
    CHECK(woken == 0);
}

} // namespace
} // namespace exwm_vr::test
