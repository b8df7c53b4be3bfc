// SPDX-License-Identifier: MIT
#include "passthrough/tool/write_file.hpp"

#include "base/fd.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace exwm_vr::gpu_tool {

Result<void> write_file(const std::string& path, std::string_view text, mode_t mode, bool exactly) {
    const Fd fd(
        open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, mode)
    );
    if (!fd) {
        return fail(
            "{}: {}", path, errno == ELOOP ? "it is a symbolic link" : std::strerror(errno)
        );
    }
    while (!text.empty()) {
        const auto written = write(fd.get(), text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return fail("{}: {}", path, std::strerror(errno));
        }
        text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    if (exactly && fchmod(fd.get(), mode) != 0) {
        return fail("{}: {}", path, std::strerror(errno));
    }
    return {};
}

} // namespace exwm_vr::gpu_tool
