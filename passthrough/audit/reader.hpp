// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "passthrough/audit/record.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace exwm_vr::audit {

/// Reads a log from its oldest file on, also while others write and rename.
class Reader {
public:
    using Take = std::function<void(const Record&)>;

    explicit Reader(std::filesystem::path file);

    /// Gives all records that came since the last call. A line that is no record, as one that was
    /// not written to its end, is counted and passed over; the last one is waited for.
    [[nodiscard]] Result<void> read(const Take& take);

    /// Lines that were no records.
    [[nodiscard]] std::uint64_t damaged() const { return damaged_; }

private:
    /// Opens the file after the one that was read last. No: there is none.
    [[nodiscard]] Result<bool> open_next(const Take& take);
    [[nodiscard]] Result<void> read_open_file(const Take& take);
    void end_line(const Take& take);

    std::filesystem::path file_;
    Fd fd_;
    std::string line_; ///< whose end has not come yet
    bool is_too_long_ = false;
    std::uint64_t damaged_ = 0;
};

} // namespace exwm_vr::audit
