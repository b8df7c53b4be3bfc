// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace exwm_vr::environment {

/// What can be asked of a machine. Each names the one thing that a rule needs, so that a record
/// of the answers holds no more than that.
struct Question {
    enum class Kind : std::uint8_t {
        file,         ///< a file's text, of at most `longest_answer` bytes
        slice,        ///< bytes of a file: `key` is "OFFSET+LENGTH"
        field,        ///< what follows `key` on the first line that begins with it
        exists,       ///< whether something is at `path`; it is not opened
        link,         ///< where a symbolic link leads
        identity,     ///< "DEVICE:INODE" of what is at `path`
        names,        ///< entries of a folder that begin with `key`, one a line
        variable,     ///< the environment variable `key`: of `path`, else our own
        mount,        ///< "TYPE SOURCE OPTIONS" of what is mounted on `path` last
        cpuid,        ///< leaf `path` ("0x1"): EAX, EBX, ECX, EDX, little endian
        signatures,   ///< hypervisors' signatures in CPUID, 12 bytes each; none without its bit
        pci,          ///< "VENDOR:DEVICE" of all PCI devices, one a line
        tracer,       ///< the name of the process that traces us; empty without
        architecture, ///< as uname says it
    };

    Kind kind = Kind::file;
    std::string path;
    std::string key;

    friend auto operator<=>(const Question&, const Question&) = default;
};

/// How a question is written in a record and in evidence: "file /proc/version".
[[nodiscard]] std::string to_string(const Question& question);

struct Answer {
    enum class State : std::uint8_t {
        known,
        absent,  ///< it does not exist: an answer too
        denied,  ///< it may exist, we may not look
        failed,  ///< it could not be read for another reason
        unasked, ///< the record does not hold this question
    };

    State state = State::unasked;
    std::string text; ///< when known: any bytes; when failed: why
    /// There was more of it. What @p text has not, may have been in the rest.
    bool truncated = false;

    [[nodiscard]] bool known() const { return state == State::known; }

    /// Neither known nor known to be absent.
    [[nodiscard]] bool unknown() const { return state != State::known && state != State::absent; }

    friend bool operator==(const Answer&, const Answer&) = default;
};

inline constexpr std::size_t longest_answer = 64UL * 1024; ///< bytes

[[nodiscard]] std::string_view to_string(Answer::State state);

} // namespace exwm_vr::environment
