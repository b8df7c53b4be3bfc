// SPDX-License-Identifier: MIT
// check: whether the drivers that programs load fit the kernel's.
#include "passthrough/gpu/match.hpp"
#include "passthrough/gpu/survey.hpp"
#include "passthrough/tool/findings.hpp"

#include <memory>

namespace exwm_vr::gpu_tool {

namespace {

struct Options {
    std::string root;
};

Result<void> check(Context& context, const Options& options) {
    const gpu::Tree kernel;
    const gpu::Tree libraries(options.root);
    if (!options.root.empty()) {
        const auto status = libraries.status("/");
        if (!status || !S_ISDIR(status->st_mode)) {
            return fail("{}: there is no such folder", options.root);
        }
    }
    if (!options.root.empty()) { // its drivers cannot be asked from here
        const auto gpus = gpu::survey_machine();
        const gpu::Match match{.kernel = kernel, .libraries = libraries, .gpus = gpus};
        return print_findings(
            context, std::vector{gpu::match_nvidia(match), gpu::match_mesa(match)}
        );
    }
    return print_findings(context, check_drivers());
}

} // namespace

std::vector<gpu::Finding> check_drivers() {
    const gpu::Tree tree;
    const auto gpus = gpu::survey_machine();
    const auto apis = gpu::ask_apis();
    return gpu::match_drivers({.kernel = tree, .libraries = tree, .gpus = gpus, .apis = &apis});
}

void add_check_command(CommandLine& line) {
    const auto options = std::make_shared<Options>();
    CLI::App& command = line.add(
        "check",
        "Check that the drivers that programs load fit the kernel's",
        [options](Context& context) { return check(context, *options); }
    );
    command
        .add_option("--root", options->root, "Look at the libraries of a container's root FOLDER")
        ->type_name("FOLDER");
}

} // namespace exwm_vr::gpu_tool
