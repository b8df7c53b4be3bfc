// SPDX-License-Identifier: MIT
#include "passthrough/audit/log.hpp"
#include "passthrough/audit/reader.hpp"
#include "tests/unit/config/temporary_folder.hpp"
#include "tests/unit/passthrough/audit_records.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace exwm_vr::audit {
namespace {

namespace fs = std::filesystem;
using test::numbered;
using test::records;

Log opened(const fs::path& file, const Options& options = {}) {
    auto log = Log::open(file, options);
    INFO((log ? std::string{} : log.error().message));
    REQUIRE(log);
    return *std::move(log);
}

TEST_CASE("a record is a line of JSON, which is read back", "[audit]") {
    const Record record = record_of(
        {.guest = "a\"b\n",
         .level = policy::Level::high,
         .reason = policy::Denial::Reason::vram,
         .what = "x"},
        1'795'308'611'000'000'123
    );
    const auto line = to_line(record);
    CHECK(std::ranges::count(line, '\n') == 1);
    CHECK(line.ends_with('\n'));
    CHECK(line.contains(R"("time":"2026-11-22T00:50:11.000000123Z")"));
    CHECK(from_line(line) == record);
    CHECK(time_to_string(0) == "1970-01-01T00:00:00.000000000Z");

    Record wild = record;
    wild.what = std::string(100'000, 'x') + "\xff";
    wild.guest = "\xff\xfe";
    CHECK(to_line(wild).size() < 4096);
    CHECK(from_line(to_line(wild)));
    wild.what = std::string(longest_field - 1, 'x') + "\u00e4";
    CHECK(from_line(to_line(wild))->what == std::string(longest_field - 1, 'x'));
}

TEST_CASE("what is no record is not taken for one", "[audit]") {
    const auto line = to_line(numbered(1));
    for (std::size_t size = 0; size + 2 < line.size(); ++size) {
        REQUIRE(!from_line(line.substr(0, size)));
    }
    CHECK(!from_line("[]"));
    CHECK(!from_line("{}"));
    CHECK(!from_line(R"({"time_ns":-1,"guest":"a","level":"low","event":"x"})"));
    CHECK(!from_line(R"({"time_ns":1,"guest":"a","level":"huge","event":"x"})"));
    CHECK(!from_line(R"({"time_ns":1,"guest":7,"level":"low","event":"x"})"));
}

TEST_CASE("records are appended and read in their order", "[audit]") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "a/b/audit.jsonl";
    CHECK(records(file).empty());
    auto log = opened(file);
    for (std::uint64_t i = 0; i < 10; ++i) {
        REQUIRE(log.append(numbered(i)));
    }
    const auto all = records(file);
    REQUIRE(all.size() == 10);
    CHECK(all[7] == numbered(7));
    struct stat status{};
    REQUIRE(stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    REQUIRE(stat(file.parent_path().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
}

TEST_CASE("the log stays within its bounds, and the newest records stay", "[audit]") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "audit.jsonl";
    const Options options{.longest_file = 2000, .old_files = 3, .durable = true};
    auto log = opened(file, options);
    for (std::uint64_t i = 0; i < 500; ++i) {
        REQUIRE(log.append(numbered(i)));
    }
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(folder.path())) {
        CHECK(entry.file_size() <= 2000);
        ++files;
    }
    CHECK(files == 4);
    const auto all = records(file);
    REQUIRE(all.size() > 30);
    CHECK(all.back() == numbered(499));
    for (std::size_t i = 1; i < all.size(); ++i) {
        REQUIRE(all[i].time_ns == all[i - 1].time_ns + 1);
    }
    auto none = opened(folder.path() / "b", {.longest_file = 500, .old_files = 0});
    for (std::uint64_t i = 0; i < 50; ++i) {
        REQUIRE(none.append(numbered(i)));
    }
    CHECK(fs::file_size(folder.path() / "b") <= 500);
    CHECK(records(folder.path() / "b").back() == numbered(49));
}

TEST_CASE("a reader that follows misses nothing when files are renamed", "[audit]") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "audit.jsonl";
    Reader reader(file);
    CHECK(records(reader).empty());
    auto log = opened(file, {.longest_file = 1000, .old_files = 5});
    auto other = opened(file, {.longest_file = 1000, .old_files = 5});
    std::uint64_t written = 0;
    std::uint64_t seen = 0;
    for (const int count : {1, 3, 0, 9, 1, 14, 2, 2, 11}) {
        for (int i = 0; i < count; ++i) {
            REQUIRE((i % 2 == 0 ? log : other).append(numbered(written++)));
        }
        for (const auto& record : records(reader)) {
            REQUIRE(record.time_ns == seen++);
        }
        CHECK(seen == written);
    }
    CHECK(reader.damaged() == 0);
}

TEST_CASE("half a line is passed over, and does not spoil the next", "[audit]") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "audit.jsonl";
    auto log = opened(file);
    REQUIRE(log.append(numbered(1)));
    std::ofstream(file, std::ios::app) << to_line(numbered(2)).substr(0, 40);
    Reader reader(file);
    CHECK(records(reader).size() == 1);
    CHECK(reader.damaged() == 0); // it may still be written to its end
    REQUIRE(log.append(numbered(3)));
    const auto rest = records(reader);
    REQUIRE(rest.size() == 1);
    CHECK(rest.front() == numbered(3));
    CHECK(reader.damaged() == 1);
    std::ofstream(file, std::ios::app) << std::string(1 << 20, 'x') << '\n'
                                       << to_line(numbered(4)) << std::string(10, '\0');
    CHECK(records(reader) == std::vector{numbered(4)});
    CHECK(reader.damaged() == 2);
}

TEST_CASE("nobody waits for a process that holds the log", "[audit]") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "audit.jsonl";
    auto log = opened(file, {.longest_file = 300, .old_files = 2});
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(flock(fd, LOCK_EX) == 0);
    for (std::uint64_t i = 0; i < 20; ++i) {
        REQUIRE(log.append(numbered(i)));
    }
    CHECK(records(file).size() == 20);
    close(fd);
    REQUIRE(log.append(numbered(20)));
    CHECK(fs::exists(old_file(file, 1)));
    CHECK(records(file).size() == 21);
}

TEST_CASE("what is no place for a log is refused", "[audit]") {
    const test::TemporaryFolder folder;
    fs::create_symlink("/dev/null", folder.path() / "link");
    CHECK(!Log::open(folder.path() / "link"));
    CHECK(!Log::open(folder.path()));
    CHECK(!Log::open("/proc/self/audit.jsonl"));
    CHECK(!Log::open("/dev/full"));
    CHECK(!Log::open("/dev/null/audit.jsonl"));
    Reader reader(folder.path());
    CHECK(!reader.read([](const Record&) {}));
}

/// A process that appends records until it is killed, and says of each when it is there.
class Writer {
public:
    Writer(const fs::path& file, const Options& options, std::uint64_t first) {
        std::array<int, 2> ends{};
        REQUIRE(pipe(ends.data()) == 0);
        child_ = fork();
        REQUIRE(child_ >= 0);
        if (child_ == 0) {
            close(ends[0]);
            auto log = Log::open(file, options);
            for (std::uint64_t i = first; log && log->append(numbered(i)); ++i) {
                if (write(ends[1], &i, sizeof i) != sizeof i) {
                    break;
                }
            }
            _exit(1);
        }
        close(ends[1]);
        told_.reset(ends[0]);
    }

    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    ~Writer() {
        if (child_ > 0) {
            ::kill(child_, SIGKILL);
            waitpid(child_, nullptr, 0);
        }
    }

    /// The next record that is said to be there; none when the process has ended.
    bool next(std::uint64_t& number) {
        return read(told_.get(), &number, sizeof number) == sizeof number;
    }

    void kill() { ::kill(child_, SIGKILL); }

private:
    pid_t child_ = -1;
    Fd told_;
};

TEST_CASE("no record is lost when the writer is killed while it writes", "[audit]") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "audit.jsonl";
    // Small files, so that it is killed while it renames them, too; enough to keep all that is
    // written between two looks.
    const Options options{.longest_file = 16'000, .old_files = 120};
    Reader reader(file);
    std::vector<Record> seen;
    std::uint64_t first = 0;
    for (int round = 0; round < 20; ++round) {
        std::uint64_t last = first;
        {
            Writer writer(file, options, first);
            for (int i = 0; i <= round * 17; ++i) {
                REQUIRE(writer.next(last));
            }
            writer.kill();
            while (writer.next(last)) {
            }
        }
        for (const auto& record : records(reader)) {
            // One more may be there than was said.
            REQUIRE(record.time_ns == first++);
            REQUIRE(record.time_ns <= last + 1);
        }
        CAPTURE(round, last);
        REQUIRE(first > last);
    }
    auto log = opened(file, options);
    REQUIRE(log.append(numbered(first)));
    CHECK(records(file).back() == numbered(first));
}

TEST_CASE("several processes write one log", "[audit]") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "audit.jsonl";
    const Options options{.longest_file = 16'000, .old_files = 120};
    std::map<std::uint64_t, std::uint64_t> last;
    {
        constexpr std::uint64_t apart = 1'000'000;
        std::array<Writer, 3> writers{
            Writer{file, options, 0}, Writer{file, options, apart}, Writer{file, options, 2 * apart}
        };
        for (int i = 0; i < 200; ++i) {
            for (std::size_t at = 0; at < writers.size(); ++at) {
                std::uint64_t number = 0;
                REQUIRE(writers.at(at).next(number));
                REQUIRE(number == at * apart + static_cast<std::uint64_t>(i));
                last[at] = number;
            }
        }
    }
    std::set<std::uint64_t> found;
    for (const auto& record : records(file)) {
        REQUIRE(found.insert(record.time_ns).second);
    }
    for (const auto& [at, number] : last) {
        for (std::uint64_t i = at * 1'000'000; i <= number; ++i) {
            REQUIRE(found.contains(i));
        }
    }
}

TEST_CASE("the log's place follows the base directories", "[audit]") {
    std::map<std::string, std::string> set;
    const auto file = [&] {
        return default_file([&](const char* name) {
            const auto found = set.find(name);
            return found == set.end() ? nullptr : found->second.c_str();
        });
    };
    CHECK(file().empty());
    set["HOME"] = "/home/a";
    CHECK(file() == "/home/a/.local/state/exwm-vr/audit.jsonl");
    set["XDG_STATE_HOME"] = "/s";
    CHECK(file() == "/s/exwm-vr/audit.jsonl");
}

} // namespace
} // namespace exwm_vr::audit
