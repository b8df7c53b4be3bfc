// SPDX-License-Identifier: MIT
#include "ctl/commands/picture_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace exwm_vr::ctl {

namespace {

constexpr std::string_view standard_output = "-";

void write_to(std::ostream& out, std::span<const std::byte> bytes) {
    out.write(
        reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())
    );
}

Result<void> write_file(const std::string& name, std::span<const std::byte> bytes) {
    std::ofstream file(name, std::ios::binary | std::ios::trunc);
    if (!file) {
        return fail("cannot write {}: {}", name, std::strerror(errno));
    }
    write_to(file, bytes);
    file.close();
    if (!file) {
        const int reason = errno;
        std::error_code ignored;
        if (std::filesystem::is_regular_file(name, ignored)) {
            std::filesystem::remove(name, ignored); // half a picture is worse than none
        }
        return fail("cannot write {}: {}", name, std::strerror(reason));
    }
    return {};
}

} // namespace

Outcome<void> check_picture_file(const Context& context, const std::string& file) {
    if (file == standard_output && isatty(STDOUT_FILENO) == 1) {
        return usage_failure("a PNG file does not go to a terminal: redirect it, or name a file");
    }
    if (file == standard_output && context.json()) {
        return usage_failure("--json needs a file: standard output would hold both");
    }
    return {};
}

Outcome<void> write_picture_file(
    Context& context, std::span<const std::byte> png, Size size, const std::string& file
) {
    if (file == standard_output) {
        write_to(context.out(), png);
        context.out().flush();
        return {};
    }
    if (auto written = write_file(file, png); !written) {
        return std::unexpected(written.error());
    }
    if (context.json()) {
        context.print_object({{"file", file}, {"width", size.width}, {"height", size.height}});
    }
    return {};
}

} // namespace exwm_vr::ctl
