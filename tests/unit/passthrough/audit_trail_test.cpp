// SPDX-License-Identifier: MIT
#include "passthrough/audit/journal.hpp"
#include "passthrough/audit/log.hpp"
#include "passthrough/audit/trail.hpp"
#include "tests/unit/config/temporary_folder.hpp"
#include "tests/unit/passthrough/audit_records.hpp"

#include <catch2/catch_test_macros.hpp>

#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::audit {
namespace {

namespace fs = std::filesystem;
using test::numbered;
using test::records;

/// What @p run returns, from 0 to 76, in a process that has a file system of its own at @p folder.
int status_with_own(const fs::path& folder, const char* options, const std::function<int()>& run) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        if (unshare(geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0 ||
            mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            mount("tmpfs", folder.c_str(), "tmpfs", 0, options) != 0) {
            _exit(77);
        }
        _exit(run());
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) {
        REQUIRE(geteuid() != 0); // who always has one; others where the kernel lets them
        SKIP("no mount namespace can be had here");
    }
    return WEXITSTATUS(status);
}

TEST_CASE("the journal is told the same", "[audit]") {
    const auto fields = journal_fields(numbered(1));
    CHECK(fields.front() == "MESSAGE=Guest browser (low) denied by operation: compute");
    CHECK(std::ranges::contains(fields, "EXWM_VR_GUEST=browser"));
    CHECK(std::ranges::contains(fields, "EXWM_VR_LEVEL=low"));
    tell_journal(numbered(1)); // also where there is none
}

/// Plays the journal, tells it of a record, and writes what it was told to @p out; how far it came.
int hear_as_journal(int out) {
    if (mkdir("/run/systemd", 0755) != 0 || mkdir("/run/systemd/journal", 0755) != 0) {
        return 1;
    }
    const Fd socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = "/run/systemd/journal/socket"};
    if (socket.get() < 0 ||
        bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return 2;
    }
    tell_journal(numbered(1));
    std::array<char, 4096> told{};
    const auto size = recv(socket.get(), told.data(), told.size(), MSG_DONTWAIT);
    if (size <= 0) {
        return 3;
    }
    return write(out, told.data(), static_cast<std::size_t>(size)) == size ? 0 : 4;
}

TEST_CASE("a journal that is there hears each field", "[audit]") {
    if (!has_journal()) {
        SKIP("built without libsystemd");
    }
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    const Fd end{ends[0]};
    const Fd other_end{ends[1]};
    REQUIRE(status_with_own("/run", "", [&] { return hear_as_journal(other_end.get()); }) == 0);
    std::array<char, 4096> buffer{};
    const auto size = read(end.get(), buffer.data(), buffer.size());
    const std::string_view told{buffer.data(), static_cast<std::size_t>(size)};
    for (const auto& field : journal_fields(numbered(1))) {
        CAPTURE(field);
        CHECK(told.contains(field + "\n"));
    }
}

TEST_CASE("what a session denies is in the log", "[audit]") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "audit.jsonl";
    const auto trail = std::make_shared<Trail>(file);
    policy::Session session(
        "vm", policy::Level::low, policy::Levels{}[policy::Level::low], to(trail)
    );
    CHECK(!session.may(policy::Operation::compute));
    CHECK(!session.may(policy::Operation::compute));
    CHECK(!session.charge(std::uint64_t{1} << 40));
    const auto all = records(file);
    REQUIRE(all.size() == 2);
    CHECK(all[0].guest == "vm");
    CHECK(all[0].what == "compute");
    CHECK(all[1].reason == "vram");
    CHECK(all[0].time_ns <= all[1].time_ns);
    CHECK(all[0].time_ns > 1'700'000'000'000'000'000);
    Trail{fs::path{}}.tell({.guest = "vm"});
}

TEST_CASE("of a display's client it is said which program it was", "[audit]") {
    const policy::Denial denial{
        .guest = "app",
        .reason = policy::Denial::Reason::interface,
        .what = "zwlr_layer_shell_v1",
        .asker = policy::Asker{.engine = "org.flatpak", .pid = 12, .executable = "/usr/bin/foot"}
    };
    const auto record = record_of(denial, 1);
    CHECK(from_line(to_line(record)) == record);
    CHECK(to_line(record).contains(R"("executable":"/usr/bin/foot")"));
    CHECK(asker_to_string(record) == " from /usr/bin/foot, pid 12, in a sandbox of org.flatpak");
    CHECK(asker_to_string(numbered(1)).empty());
    const auto fields = journal_fields(record);
    CHECK(fields.front().ends_with("zwlr_layer_shell_v1" + asker_to_string(record)));
    CHECK(std::ranges::contains(fields, "EXWM_VR_PID=12"));
    CHECK(!to_line(numbered(1)).contains("pid"));
}

/// On a small disk that is full and then is not any more; how far it came.
int tell_on_full_disk(const fs::path& folder) {
    Trail trail(folder / "a/audit.jsonl");
    trail.tell({.guest = "first"});
    {
        std::ofstream filler(folder / "filler");
        while (filler << std::string(4096, 'x') << std::flush) {
        }
    }
    for (int i = 0; i < 1000; ++i) {
        trail.tell({.guest = "lost"}); // some fit into what is left of a page
    }
    fs::remove(folder / "filler");
    trail.tell({.guest = "last"});
    std::vector<std::string> guests;
    Reader reader(folder / "a/audit.jsonl");
    if (!reader.read([&](const Record& record) { guests.push_back(record.guest); })) {
        return 1;
    }
    if (guests.size() > 200 || guests.front() != "first") {
        return 2;
    }
    return guests.back() == "last" ? 0 : 3;
}

TEST_CASE("a full disk loses what does not fit, and nothing else", "[audit]") {
    const test::TemporaryFolder folder;
    CHECK(status_with_own(folder.path(), "size=64k", [&] {
              return tell_on_full_disk(folder.path());
          }) == 0);
}

} // namespace
} // namespace exwm_vr::audit
