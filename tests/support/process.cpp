// SPDX-License-Identifier: MIT
#include "support/process.hpp"

#include "base/format.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <sstream>

namespace exwm_vr::test {
namespace {

std::vector<std::string> environment_with(const std::map<std::string, std::string>& changes) {
    std::map<std::string, std::string> merged;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text(*entry);
        const auto equals = text.find('=');
        merged[text.substr(0, equals)] = text.substr(equals + 1);
    }
    for (const auto& [name, value] : changes) {
        if (value.empty()) {
            merged.erase(name);
        } else {
            merged[name] = value;
        }
    }
    std::vector<std::string> result;
    result.reserve(merged.size());
    for (const auto& [name, value] : merged) {
        result.push_back(formatted("{}={}", name, value));
    }
    return result;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
    std::vector<char*> result;
    result.reserve(strings.size() + 1);
    for (auto& text : strings) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

} // namespace

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Process::Process(const Options& options)
    : name_(options.arguments.front())
    , output_(options.output) {
    auto arguments = options.arguments;
    auto environment = environment_with(options.environment);
    std::filesystem::path input = "/dev/null";
    if (!options.input.empty()) {
        input = output_.string() + ".in";
        std::ofstream(input) << options.input;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input.c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(
        &actions, STDOUT_FILENO, output_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600
    );
    const auto errors = output_.string() + ".err";
    posix_spawn_file_actions_addopen(
        &actions, STDERR_FILENO, errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600
    );
    if (options.pass_fd >= 0) {
        posix_spawn_file_actions_adddup2(&actions, options.pass_fd, 3);
    }
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    const int failed = posix_spawnp(
        &pid_,
        name_.c_str(),
        &actions,
        &attributes,
        pointers(arguments).data(),
        pointers(environment).data()
    );
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    INFO("starting " << name_ << ": " << std::strerror(failed));
    REQUIRE(failed == 0);
    pidfd_ = Fd(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
}

Process::~Process() {
    if (running()) {
        kill(-pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    } else {
        // What it started may have stayed.
        kill(-pid_, SIGKILL);
    }
}

bool Process::running() {
    if (status_) {
        return false;
    }
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
        status_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }
    return !status_;
}

int Process::wait() {
    pollfd waiting{.fd = pidfd_.get(), .events = POLLIN, .revents = 0};
    const auto limit = std::chrono::milliseconds(patience).count();
    if (running() && poll(&waiting, 1, static_cast<int>(limit)) <= 0) {
        FAIL(name_ << " does not end; its errors:\n" << errors());
    }
    static_cast<void>(running());
    return status_.value_or(-1);
}

void Process::signal(int number) const {
    kill(pid_, number);
}

void Process::signal_group(int number) const {
    kill(-pid_, number);
}

std::string Process::output() const {
    return read_file(output_);
}

std::string Process::errors() const {
    return read_file(output_.string() + ".err");
}

void wait_until(const std::function<bool()>& done, const std::string& what) {
    const auto limit = std::chrono::steady_clock::now() + patience;
    while (!done()) {
        INFO("waiting for " << what);
        REQUIRE(std::chrono::steady_clock::now() < limit);
    }
}

} // namespace exwm_vr::test
