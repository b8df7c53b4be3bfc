// SPDX-License-Identifier: MIT
#include "passthrough/audit/trail.hpp"

#include "base/log.hpp"
#include "passthrough/audit/journal.hpp"
#include "passthrough/policy/words.hpp"

#include <chrono>

namespace exwm_vr::audit {

namespace {

std::uint64_t now_ns() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(since).count();
    return ns > 0 ? static_cast<std::uint64_t>(ns) : 0;
}

} // namespace

Trail::Trail(std::filesystem::path file)
    : file_(std::move(file)) {}

void Trail::tell(const policy::Denial& denial) {
    const Record record = record_of(denial, now_ns());
    log::info(
        "guest {} ({}) was refused {}: {}{}",
        record.guest,
        policy::to_string(record.level),
        record.reason,
        record.what,
        asker_to_string(record)
    );
    tell_journal(record);
    if (file_.empty()) {
        return;
    }
    const auto done = write(record);
    if (!done && !is_broken_) {
        log::warn("what guests are refused is not written down: {}", done.error().message);
    }
    is_broken_ = !done;
}

Result<void> Trail::write(const Record& record) {
    if (!log_) {
        auto log = Log::open(file_);
        if (!log) {
            return std::unexpected(std::move(log).error());
        }
        log_ = *std::move(log);
    }
    return log_->append(record);
}

policy::Session::Tell to(std::shared_ptr<Trail> trail) {
    return [trail = std::move(trail)](const policy::Denial& denial) { trail->tell(denial); };
}

} // namespace exwm_vr::audit
