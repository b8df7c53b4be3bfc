// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/environment/probe.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace exwm_vr::environment {

/// Questions and what a machine answered: a JSON object that can be sent along with a report.
class Record {
public:
    /// Reads one; the error says what is wrong with it. @p name is that of the file, for errors.
    [[nodiscard]] static Result<Record> parse(std::string_view text, std::string_view name);

    [[nodiscard]] std::string to_json() const;

    /// What was answered, else what the record says about all the rest: unasked by default.
    [[nodiscard]] Answer answer(const Question& question) const;
    void add(const Question& question, Answer answer);

    [[nodiscard]] std::size_t size() const { return answers_.size(); }

private:
    std::string about_;
    std::map<std::string, Answer, std::less<>> answers_; ///< by question as text
    Answer otherwise_;
};

inline constexpr std::size_t longest_record = 4UL * 1024 * 1024; ///< bytes

/// Answers from a record, of this machine or any other.
class Replay final : public Probe {
public:
    /// @p record must outlive this.
    explicit Replay(const Record& record)
        : record_(record) {}

    [[nodiscard]] Answer ask(const Question& question) override { return record_.answer(question); }

private:
    const Record& record_;
};

/// Asks another probe each question once, and keeps the answers.
class Recorder final : public Probe {
public:
    /// @p probe must outlive this.
    explicit Recorder(Probe& probe)
        : probe_(probe) {}

    [[nodiscard]] Answer ask(const Question& question) override;

    [[nodiscard]] const Record& record() const { return record_; }

private:
    Probe& probe_;
    Record record_;
};

} // namespace exwm_vr::environment
