// SPDX-License-Identifier: MIT
#include "passthrough/environment/machine_probe.hpp"

#include "base/format.hpp"
#include "base/text.hpp"
#include "passthrough/environment/cpu.hpp"
#include "passthrough/environment/read_file.hpp"

#include <climits>

#include <dirent.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

namespace exwm_vr::environment {
namespace {

// A machine with many containers has many mounts; the file is not kept, only one line of it.
constexpr std::size_t longest_mountinfo = 4UL * 1024 * 1024;
constexpr std::size_t most_names = 1024;
constexpr std::size_t longest_slice = 256;

Answer known(std::string text, bool truncated = false) {
    return {.state = Answer::State::known, .text = std::move(text), .truncated = truncated};
}

Answer failed(std::string why) {
    return {.state = Answer::State::failed, .text = std::move(why)};
}

Answer exists(const std::string& path) {
    struct stat status{};
    return lstat(path.c_str(), &status) == 0 ? known("") : answer_of_errno();
}

Answer link(const std::string& path) {
    std::array<char, PATH_MAX> target{};
    const auto length = readlink(path.c_str(), target.data(), target.size());
    return length >= 0 ? known({target.data(), static_cast<std::size_t>(length)})
                       : answer_of_errno();
}

Answer identity(const std::string& path) {
    struct stat status{};
    if (stat(path.c_str(), &status) != 0) {
        return answer_of_errno();
    }
    return known(formatted(
        "{}:{}",
        static_cast<std::uint64_t>(status.st_dev),
        static_cast<std::uint64_t>(status.st_ino)
    ));
}

Answer slice(const std::string& path, std::string_view range) {
    std::size_t offset = 0;
    std::size_t length = 0;
    const char* const end = range.data() + range.size();
    const auto first =
        std::from_chars(range.data(), end, offset); // NOLINT(*-stringview-data-usage): has an end
    if (first.ec != std::errc() || first.ptr == end ||
        std::from_chars(first.ptr + 1, end, length).ec != std::errc() || length > longest_slice) {
        return failed("not OFFSET+LENGTH");
    }
    auto answer = read_file(path, length, offset);
    answer.truncated = false; // no more was asked for
    return answer;
}

struct ClosesFolder {
    void operator()(DIR* folder) const noexcept { closedir(folder); }
};

/// Sorted; the text of an answer where the folder cannot be read.
Answer names(const std::string& path, std::string_view prefix, std::vector<std::string>& found) {
    const std::unique_ptr<DIR, ClosesFolder> folder(opendir(path.c_str()));
    if (!folder) {
        return answer_of_errno();
    }
    bool truncated = false;
    while (const dirent* const entry = readdir(folder.get())) {
        const std::string_view name(entry->d_name);
        if (name == "." || name == ".." || !name.starts_with(prefix)) {
            continue;
        }
        truncated = found.size() >= most_names;
        if (truncated) {
            break;
        }
        found.emplace_back(name);
    }
    std::ranges::sort(found);
    std::string text;
    for (const auto& name : found) {
        text += name + '\n';
    }
    return known(std::move(text), truncated);
}

Answer architecture() {
    utsname names{};
    return uname(&names) == 0 ? known(names.machine) : answer_of_errno();
}

} // namespace

MachineProbe::MachineProbe(std::string root)
    : root_(std::move(root)) {}

Answer MachineProbe::variable(const Question& question) const {
    if (!question.path.empty()) {
        return variable_of(read_file(at(question.path), longest_answer), question.key);
    }
    const char* const value = std::getenv(question.key.c_str());
    return value != nullptr ? known(value) : Answer{.state = Answer::State::absent};
}

Answer MachineProbe::tracer() const {
    const auto process = field_of(read_file(at("/proc/self/status"), longest_answer), "TracerPid:");
    if (!process.known() || process.text == "0") {
        return process.known() ? known("") : process;
    }
    if (process.text.find_first_not_of("0123456789") != std::string::npos) {
        return failed("TracerPid is not a number");
    }
    auto name = read_file(at("/proc/" + process.text + "/comm"), longest_answer);
    // One outside of our process namespace is 0 or not shown.
    return name.known() ? known(std::string(trimmed(name.text))) : name;
}

Answer MachineProbe::pci() const {
    const std::string folder = at("/sys/bus/pci/devices");
    std::vector<std::string> devices;
    Answer answer = names(folder, "", devices);
    if (!answer.known()) {
        return answer;
    }
    answer.text.clear();
    for (const auto& device : devices) {
        const auto vendor = read_file(formatted("{}/{}/vendor", folder, device), 16);
        const auto model = read_file(formatted("{}/{}/device", folder, device), 16);
        if (!vendor.known() || !model.known()) {
            continue; // unplugged meanwhile
        }
        const auto number = [](const Answer& file) {
            const auto text = trimmed(file.text);
            return std::string(text.substr(text.starts_with("0x") ? 2 : 0));
        };
        answer.text += number(vendor) + ':' + number(model) + '\n';
    }
    return answer;
}

Answer MachineProbe::ask(const Question& question) {
    const std::string path = at(question.path);
    switch (question.kind) {
    case Question::Kind::file:
        return read_file(path, longest_answer);
    case Question::Kind::slice:
        return slice(path, question.key);
    case Question::Kind::field:
        return field_of(read_file(path, longest_answer), question.key);
    case Question::Kind::exists:
        return exists(path);
    case Question::Kind::link:
        return link(path);
    case Question::Kind::identity:
        return identity(path);
    case Question::Kind::names: {
        std::vector<std::string> found;
        return names(path, question.key, found);
    }
    case Question::Kind::variable:
        return variable(question);
    case Question::Kind::mount:
        return mount_of(read_file(at("/proc/self/mountinfo"), longest_mountinfo), question.path);
    case Question::Kind::cpuid:
        return cpuid_leaf(question.path);
    case Question::Kind::signatures:
        return hypervisor_signatures();
    case Question::Kind::pci:
        return pci();
    case Question::Kind::tracer:
        return tracer();
    case Question::Kind::architecture:
        return architecture();
    }
    return failed("unknown kind of question");
}

} // namespace exwm_vr::environment
