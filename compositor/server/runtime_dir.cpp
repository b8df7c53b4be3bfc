// SPDX-License-Identifier: MIT
#include "server/runtime_dir.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

namespace exwm_vr::server {

RuntimeDir::RuntimeDir(RuntimeDir&& other) noexcept
    : made_(std::exchange(other.made_, {})) {}

RuntimeDir::~RuntimeDir() {
    if (!made_.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(made_, ignored);
    }
}

Result<RuntimeDir> RuntimeDir::ensure() {
    RuntimeDir result;
    if (const char* set = std::getenv("XDG_RUNTIME_DIR"); set != nullptr && *set != '\0') {
        struct stat info{};
        if (stat(set, &info) != 0) {
            return fail("XDG_RUNTIME_DIR is {}: {}", set, std::strerror(errno));
        }
        if (!S_ISDIR(info.st_mode)) {
            return fail("XDG_RUNTIME_DIR is {}, which is not a folder", set);
        }
        if (info.st_uid != geteuid()) {
            return fail("XDG_RUNTIME_DIR is {}, which belongs to uid {}", set, info.st_uid);
        }
        return result;
    }
    const char* tmp = std::getenv("TMPDIR");
    std::string path =
        std::string(tmp != nullptr && *tmp != '\0' ? tmp : "/tmp") + "/exwm-vr-XXXXXX";
    if (mkdtemp(path.data()) == nullptr) { // mode 0700
        return fail(
            "XDG_RUNTIME_DIR is unset, and {} cannot be made: {}", path, std::strerror(errno)
        );
    }
    result.made_ = path;
    setenv("XDG_RUNTIME_DIR", path.c_str(), 1);
    return result;
}

} // namespace exwm_vr::server
