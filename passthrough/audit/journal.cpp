// SPDX-License-Identifier: MIT
#include "passthrough/audit/journal.hpp"

#include "base/format.hpp"
#include "passthrough/policy/words.hpp"

#if EXWM_VR_HAS_SYSTEMD
#include <systemd/sd-journal.h>
#endif

namespace exwm_vr::audit {

std::vector<std::string> journal_fields(const Record& record) {
    const auto level = policy::to_string(record.level);
    std::vector<std::string> fields{
        formatted(
            "MESSAGE=Guest {} ({}) {}{}{}: {}{}",
            record.guest,
            level,
            record.event,
            record.reason.empty() ? "" : " by ",
            record.reason,
            record.what,
            asker_to_string(record)
        ),
        "PRIORITY=5", // worth a look, and no fault
        "SYSLOG_IDENTIFIER=exwm-vr-audit",
        "EXWM_VR_GUEST=" + record.guest,
        formatted("EXWM_VR_LEVEL={}", level),
        "EXWM_VR_EVENT=" + record.event,
        "EXWM_VR_REASON=" + record.reason,
        "EXWM_VR_WHAT=" + record.what,
    };
    if (record.asker) {
        fields.push_back("EXWM_VR_ENGINE=" + record.asker->engine);
        fields.push_back(formatted("EXWM_VR_PID={}", record.asker->pid));
        fields.push_back("EXWM_VR_EXECUTABLE=" + record.asker->executable);
    }
    return fields;
}

#if EXWM_VR_HAS_SYSTEMD

bool has_journal() {
    return true;
}

void tell_journal(const Record& record) {
    auto fields = journal_fields(record);
    std::vector<iovec> parts;
    parts.reserve(fields.size());
    for (auto& field : fields) {
        parts.push_back({.iov_base = field.data(), .iov_len = field.size()});
    }
    sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

#else

bool has_journal() {
    return false;
}

void tell_journal(const Record& /*record*/) {}

#endif

} // namespace exwm_vr::audit
