// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/audit/log.hpp"
#include "passthrough/policy/session.hpp"

#include <filesystem>
#include <memory>
#include <optional>

namespace exwm_vr::audit {

/// Where refusals go: the log on disk and the journal. A log that cannot be written is said once,
/// and is no reason to grant anything.
class Trail {
public:
    /// The log is made when there is something to write. Without a name, the journal and this
    /// program's own log are told only.
    explicit Trail(std::filesystem::path file);

    void tell(const policy::Denial& denial);

private:
    [[nodiscard]] Result<void> write(const Record& record);

    std::filesystem::path file_;
    std::optional<Log> log_;
    bool is_broken_ = false;
};

/// For sessions, which may outlive whoever made them.
[[nodiscard]] policy::Session::Tell to(std::shared_ptr<Trail> trail);

} // namespace exwm_vr::audit
