// SPDX-License-Identifier: MIT
#include "config/load.hpp"

#include "base/settings/file.hpp"
#include "config/bindings.hpp"
#include "config/schema.hpp"
#include "config/settings.hpp"

namespace exwm_vr::config {

namespace {

constexpr std::string_view file_header =
    R"(# Configuration of exwm-vr; see exwm-vr(5). It belongs in
# $XDG_CONFIG_HOME/exwm-vr/config.yaml (~/.config/exwm-vr/config.yaml).
# Each key may be left out and then has its default. SIGHUP or the action
# "reload" reads the file again; one with an error changes nothing.

)";

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
    return settings::read_file(path).and_then([&path](const std::string& text) {
        return parse(text, path.string());
    });
}

std::string dump(const Config& config) {
    return std::string{file_header} + write_config(config);
}

} // namespace exwm_vr::config
