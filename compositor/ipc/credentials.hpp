// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

namespace exwm_vr::ipc {

/// Who is at the other end of a connection, as the kernel says.
struct Credentials {
    pid_t pid = 0;
    uid_t uid = 0;
};

} // namespace exwm_vr::ipc
