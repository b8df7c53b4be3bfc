// SPDX-License-Identifier: MIT
#pragma once

#include "base/log.hpp"
#include "config/output_spec.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace exwm_vr::config {

enum class RendererChoice : std::uint8_t { automatic, pixman, gles2, vulkan };

/// What the command line of exwm-vr asks for.
struct Invocation {
    bool headless = false;           ///< virtual outputs, no seat
    bool nested = false;             ///< a window on the running desktop; never with headless
    std::vector<OutputSpec> outputs; ///< virtual outputs to make; no name twice
    RendererChoice renderer = RendererChoice::automatic;
    bool require_gpu = false;          ///< software rendering is an error
    std::string socket;                ///< Wayland socket name; empty: next free one
    std::string ipc_socket;            ///< path; empty: the usual place
    std::filesystem::path config_file; ///< empty: find_config_file()
    bool lenient_config = false;       ///< with errors in it, start with the defaults
    bool check_config = false;         ///< find its errors and end
    bool dump_config = false;          ///< print the defaults and end
    log::Level log_level = log::Level::info;
    int ready_fd = -1; ///< none below 0; gets "WAYLAND_DISPLAY\n" when the display is ready
    bool exit_with_command = false;   ///< the command's exit status becomes ours
    std::vector<std::string> command; ///< to start when the display is ready; may be empty

    friend bool operator==(const Invocation&, const Invocation&) = default;
};

/// The program is to end now: print @ref text, if any, and exit.
struct CliExit {
    int status = 0; ///< 0, or 2 for wrong usage
    std::string text;
    bool to_stderr = false;

    friend bool operator==(const CliExit&, const CliExit&) = default;
};

/// Reads the arguments of main(). Wrong usage, --help and --version give an exit.
[[nodiscard]] std::expected<Invocation, CliExit>
parse_command_line(int argc, const char* const* argv);

} // namespace exwm_vr::config
