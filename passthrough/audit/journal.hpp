// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/audit/record.hpp"

#include <string>
#include <vector>

namespace exwm_vr::audit {

/// The record's fields as the journal has them: "EXWM_VR_GUEST=browser", "MESSAGE=…".
[[nodiscard]] std::vector<std::string> journal_fields(const Record& record);

/// Whether this was built to tell the journal.
[[nodiscard]] bool has_journal();

/// Tells systemd's journal. Nothing is told, and nothing is wrong, where there is none.
void tell_journal(const Record& record);

} // namespace exwm_vr::audit
