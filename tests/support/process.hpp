// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace exwm_vr::test {

/// How long a test waits for something before it calls it missing. Long, as machines are slow
/// and sanitizers slower: only a hang ever takes it.
constexpr std::chrono::seconds patience{60};

/// A program under test or a client. Ended, with all of its group, when this goes.
class Process {
public:
    struct Options {
        std::vector<std::string> arguments;
        std::map<std::string, std::string> environment; ///< on top of the test's; "" unsets
        std::filesystem::path output; ///< gets stdout; stderr goes to the same name plus ".err"
        std::string input;            ///< written to stdin, which is then closed
        int pass_fd = -1;             ///< the child gets it as descriptor 3
    };

    explicit Process(const Options& options);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    [[nodiscard]] pid_t pid() const { return pid_; }

    [[nodiscard]] bool running();

    /// Waits for the end; the exit status as a shell has it (128 plus a signal). Fails the test
    /// when it does not end in time.
    int wait();

    void signal(int number) const;
    void signal_group(int number) const; ///< also what it started

    [[nodiscard]] std::string output() const;
    [[nodiscard]] std::string errors() const;

private:
    std::optional<int> status_;
    std::string name_;
    std::filesystem::path output_;
    pid_t pid_ = 0;
    Fd pidfd_;
};

[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Waits for what no event tells of, looking again and again. Fails the test when it takes too
/// long.
void wait_until(const std::function<bool()>& done, const std::string& what);

} // namespace exwm_vr::test
