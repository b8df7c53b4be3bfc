// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "base/table.hpp"
#include "passthrough/environment/read_file.hpp"
#include "passthrough/gpu/cdi.hpp"
#include "passthrough/gpu/kernel_text.hpp"
#include "passthrough/gpu/match.hpp"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace exwm_vr::gpu {
namespace {

constexpr auto folders = std::to_array<const char*>({
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/x86_64-linux-gnu/nvidia/current",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu/nvidia/current",
    "/usr/lib/i386-linux-gnu",
    "/usr/lib64",
    "/usr/lib",
    "/usr/lib32",
    "/usr/local/nvidia/lib64",
});

constexpr auto libraries = std::to_array<std::string_view>({
    "libcuda.so.",
    "libnvidia-ml.so.",
    "libnvidia-glcore.so.",
    "libnvidia-eglcore.so.",
    "libEGL_nvidia.so.",
});

constexpr auto cdi_folders = std::to_array<const char*>({"/etc/cdi", "/run/cdi"});

/// The driver's version in the name of one of its libraries; empty for "libcuda.so.1".
std::string library_version(std::string_view name) {
    for (const auto prefix : libraries) {
        if (name.starts_with(prefix)) {
            const auto version = name.substr(prefix.size());
            // All of them have a first number of three digits.
            return version.find('.') == 3 &&
                           version.find_first_not_of("0123456789.") == std::string_view::npos
                       ? std::string(version)
                       : "";
        }
    }
    return "";
}

std::string module_version(const Tree& tree) {
    const auto of_module = tree.text("/sys/module/nvidia/version");
    if (of_module.known() && !of_module.text.empty()) {
        return of_module.text;
    }
    return nvidia_version_in(tree.text("/proc/driver/nvidia/version").text);
}

/// Paths of its libraries, by version.
std::map<std::string, std::vector<std::string>> installed(const Tree& tree) {
    std::map<std::string, std::vector<std::string>> found;
    std::set<std::string> seen; // folders may be links to each other
    for (const std::string folder : folders) {
        const auto real = tree.real(folder);
        if (real.empty() || !seen.insert(real).second) {
            continue;
        }
        for (const auto prefix : libraries) {
            for (const auto& name : tree.names(real, prefix)) {
                if (auto version = library_version(name); !version.empty()) {
                    found[version].push_back(formatted("{}/{}", folder, name));
                }
            }
        }
    }
    return found;
}

class SpecCheck {
public:
    SpecCheck(const Tree& tree, Finding& finding, std::string module)
        : tree_(tree)
        , finding_(finding)
        , module_(std::move(module)) {}

    void check(const std::string& path) {
        const auto file = environment::read_file(tree_.at(path), longest_cdi);
        if (!file.known() || file.truncated) {
            const auto why = file.truncated      ? "it is too long"
                             : file.text.empty() ? to_string(file.state)
                                                 : std::string_view(file.text);
            return fault("{}: {}", path, why);
        }
        const auto spec = read_cdi(file.text, path);
        if (!spec) {
            return fault("{}", spec.error().message);
        }
        finding_.evidence.push_back(
            formatted("{}: {} with {} devices", path, spec->kind, spec->devices.size())
        );
        for (const auto& node : spec->nodes) {
            check(path, node);
        }
        for (const auto& mount : spec->mounts) {
            if (!tree_.exists(mount)) {
                fault("{}: {} is not there", path, mount);
            }
            const auto version = library_version(mount.substr(mount.rfind('/') + 1));
            if (!version.empty() && !module_.empty() && version != module_) {
                fault("{}: {}, but the kernel module is {}", path, mount, module_);
            }
        }
        for (const auto& hook : spec->hooks) {
            if (!tree_.exists(hook)) {
                fault("{}: the program {} is not there", path, hook);
            }
        }
        for (const auto& device : spec->devices) {
            const auto name = spec->kind + '=' + device;
            const auto [known, is_new] = devices_.try_emplace(name, path);
            if (!is_new) {
                finding_.severity = std::max(finding_.severity, Severity::info);
                finding_.evidence.push_back(
                    formatted("{} is in {} too: that of /run/cdi is taken", name, known->second)
                );
            }
        }
    }

private:
    void check(const std::string& path, const CdiNode& node) {
        const auto status = tree_.status(node.path);
        if (!status) {
            return fault("{}: {} is not there", path, node.path);
        }
        const unsigned has_major = major(status->st_rdev);
        const unsigned has_minor = minor(status->st_rdev);
        // Without numbers the engine takes those that it finds.
        if (S_ISCHR(status->st_mode) && (node.major.value_or(has_major) != has_major ||
                                         node.minor.value_or(has_minor) != has_minor)) {
            fault(
                "{}: {} is {}:{} there and {}:{} here",
                path,
                node.path,
                node.major.value_or(has_major),
                node.minor.value_or(has_minor),
                has_major,
                has_minor
            );
        }
    }

    template <typename... Args>
    void fault(std::format_string<Args...> text, Args&&... args) {
        constexpr std::size_t most = 20;
        finding_.severity = Severity::error;
        if (faults_++ < most) {
            finding_.evidence.push_back(formatted(text, std::forward<Args>(args)...));
        } else if (faults_ == most + 1) {
            finding_.evidence.emplace_back("and more faults");
        }
    }

    const Tree& tree_;
    Finding& finding_;
    std::string module_;
    std::map<std::string, std::string> devices_; ///< and the file that has each
    std::size_t faults_ = 0;
};

} // namespace

Finding match_nvidia(const Match& match) {
    Finding finding{.id = "nvidia-libraries", .severity = Severity::ok};
    const auto module = module_version(match.kernel);
    const auto found = installed(match.libraries);
    const bool wanted = std::ranges::any_of(match.gpus, [](const Gpu& gpu) {
        return gpu.device.driver == "nvidia";
    });
    if (module.empty()) {
        if (!found.empty() && wanted) {
            finding.severity = Severity::unknown;
            finding.evidence.emplace_back("the version of NVIDIA's kernel module cannot be read");
        } else {
            finding.evidence.emplace_back("NVIDIA's own kernel module is not loaded");
        }
        return finding;
    }
    finding.evidence.push_back("the kernel module is " + module);
    for (const auto& [version, paths] : found) {
        finding.evidence.push_back(
            formatted("{} libraries are {}, as {}", paths.size(), version, paths.front())
        );
    }
    if (found.empty()) {
        finding.severity = wanted ? Severity::warning : Severity::info;
        finding.evidence.emplace_back("none of its libraries is here: nothing draws on it");
        finding.remedy = "install NVIDIA's libraries of the version " + module +
                         "; into a container they come by CDI (--device nvidia.com/gpu=…)";
    } else if (found.size() > 1 || !found.contains(module)) {
        finding.severity = Severity::error;
        finding.evidence.emplace_back(
            "they must be equal: EGL, Vulkan and CUDA fail to start otherwise"
        );
        finding.remedy =
            match.kernel.at("") == match.libraries.at("")
                ? "load the module of the libraries' version (after an upgrade: restart), or "
                  "install the libraries of the module's"
                : "make the container anew with the host's libraries, by CDI, and have none "
                  "of its own in the image";
    }
    return finding;
}

Finding match_cdi(const Match& match) {
    Finding finding{.id = "cdi", .severity = Severity::ok};
    SpecCheck specs(match.kernel, finding, module_version(match.kernel));
    for (const std::string folder : cdi_folders) {
        for (const auto& name : match.kernel.names(folder)) {
            if (name.ends_with(".json") || name.ends_with(".yaml")) {
                specs.check(formatted("{}/{}", folder, name));
            }
        }
    }
    if (finding.evidence.empty()) {
        finding.evidence.emplace_back("there are no descriptions of devices for containers");
    }
    if (finding.severity == Severity::error) {
        finding.remedy =
            formatted("make the description anew, for NVIDIA's GPUs by: {}", make_nvidia_cdi);
    }
    return finding;
}

} // namespace exwm_vr::gpu
