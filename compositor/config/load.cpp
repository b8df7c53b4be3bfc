// SPDX-License-Identifier: MIT
#include "config/load.hpp"

#include "base/fd.hpp"
#include "config/bindings.hpp"
#include "config/report.hpp"
#include "config/schema.hpp"
#include "config/yaml.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace exwm_vr::config {

namespace {

constexpr std::string_view file_header =
    R"(# Configuration of exwm-vr; see exwm-vr(5). It belongs in
# $XDG_CONFIG_HOME/exwm-vr/config.yaml (~/.config/exwm-vr/config.yaml).
# Each key may be left out and then has its default. SIGHUP or the action
# "reload" reads the file again; one with an error changes nothing.

)";

std::string reason(int error) {
    return std::generic_category().message(error);
}

/// At most one byte more than may be parsed, so that parse() sees when that is too much.
Result<std::string> read_file(const std::filesystem::path& path) {
    // O_NONBLOCK: opening a pipe must not wait for somebody to write to it.
    const Fd file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (!file) {
        return fail("{}: cannot be opened: {}", path.string(), reason(errno));
    }
    struct stat status{};
    if (fstat(file.get(), &status) != 0) {
        return fail("{}: cannot be read: {}", path.string(), reason(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return fail("{}: not a regular file", path.string());
    }
    std::string text;
    std::array<char, 65536> buffer{};
    while (text.size() <= yaml::longest_text) {
        const ssize_t count = read(file.get(), buffer.data(), buffer.size());
        if (count == 0) {
            break;
        }
        if (count > 0) {
            text.append(buffer.data(), static_cast<std::size_t>(count));
        } else if (errno != EINTR) {
            return fail("{}: cannot be read: {}", path.string(), reason(errno));
        }
    }
    return text;
}

} // namespace

Config default_config() {
    Config config;
    config.bindings = default_bindings();
    return config;
}

Result<Config> parse(std::string_view yaml, std::string_view file_name) {
    Report report{file_name};
    Config config = default_config();
    if (const auto root = yaml::read(yaml, report)) {
        read_config(*root, config, report);
    }
    if (!report.empty()) {
        return std::unexpected(Error{report.text()});
    }
    return config;
}

Result<Config> load(const std::filesystem::path& path) {
    return read_file(path).and_then([&path](const std::string& text) {
        return parse(text, path.string());
    });
}

std::string dump(const Config& config) {
    return std::string{file_header} + write_config(config);
}

} // namespace exwm_vr::config
