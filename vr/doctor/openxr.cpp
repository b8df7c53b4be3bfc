// SPDX-License-Identifier: MIT
#include "vr/doctor/openxr.hpp"

#include "vr/doctor/places.hpp"

#include <array>

namespace exwm_vr::doctor {

namespace {

#if defined(__x86_64__)
constexpr std::string_view architecture = "x86_64";
#elif defined(__aarch64__)
constexpr std::string_view architecture = "aarch64";
#elif defined(__i386__)
constexpr std::string_view architecture = "i686";
#else
constexpr std::string_view architecture = "unknown";
#endif

constexpr const char* how_to_get_one =
    "install an OpenXR runtime and make it the active one: Monado's package does it, SteamVR in "
    "its settings";

/// What programs here can load: the first bytes of an ELF file of their word size.
bool is_loadable(std::string_view beginning) {
    constexpr std::size_t class_at = 4;
    constexpr char wanted = sizeof(void*) == 8 ? 2 : 1;
    return beginning.starts_with(
               "\x7f"
               "ELF"
           ) &&
           beginning.size() > class_at && beginning[class_at] == wanted;
}

/// Where the dynamic linker mostly looks.
std::vector<std::string> library_folders(const Probe& probe) {
    std::vector<std::string> folders;
    if (const auto given = probe.variable("LD_LIBRARY_PATH")) {
        folders = split_path(*given);
    }
    for (const auto* parent : {"/usr/local/lib", "/usr/lib", "/usr/lib64", "/lib", "/lib64"}) {
        folders.emplace_back(parent);
        for (const auto& name : probe.files.list(parent)) {
            if (name.ends_with("-linux-gnu")) {
                folders.push_back(std::string(parent) + '/' + name);
            }
        }
    }
    return folders;
}

Library look_at_library(const Probe& probe, const std::string& path) {
    constexpr std::size_t enough = 16;
    const auto facts = probe.files.look_at(path);
    if (!facts) {
        return Library::missing;
    }
    const auto beginning = probe.files.read_beginning(path, enough);
    return beginning && is_loadable(*beginning) ? Library::found : Library::not_ours;
}

void find_library(const Probe& probe, Runtime& runtime) {
    const auto& named = runtime.manifest->library;
    if (named.contains('/')) {
        const std::filesystem::path path(named);
        const auto full = path.is_absolute() ? path : probe.files.folder_of(runtime.path) / path;
        runtime.library = full.lexically_normal().string();
        runtime.state = look_at_library(probe, runtime.library);
        return;
    }
    runtime.library = named;
    runtime.state = Library::not_seen;
    for (const auto& folder : library_folders(probe)) {
        const auto path = folder + '/' + named;
        if (const auto state = look_at_library(probe, path); state != Library::missing) {
            runtime.library = path;
            runtime.state = state;
            return;
        }
    }
}

} // namespace

Runtime find_runtime(const Probe& probe) {
    Runtime runtime;
    if (const auto named = probe.variable("XR_RUNTIME_JSON")) {
        runtime.from_variable = true;
        runtime.searched.push_back(*named);
    } else {
        for (const auto& folder : config_folders(probe)) {
            const auto beginning = folder + "/openxr/1/active_runtime";
            runtime.searched.push_back(formatted("{}.{}.json", beginning, architecture));
            runtime.searched.push_back(beginning + ".json");
        }
    }
    for (const auto& path : runtime.searched) {
        if (probe.files.has(path)) {
            runtime.path = path;
            break;
        }
    }
    if (runtime.path.empty()) {
        return runtime;
    }
    const auto text = probe.files.read(runtime.path, manifest_limit);
    runtime.manifest = text ? read_manifest(*text) : std::unexpected(text.error());
    if (runtime.manifest) {
        find_library(probe, runtime);
    }
    return runtime;
}

Finding judge(const Runtime& runtime) {
    Finding finding{.id = "openxr-runtime"};
    if (runtime.path.empty()) {
        finding.state = State::error;
        if (runtime.from_variable) {
            finding.evidence = {formatted(
                "XR_RUNTIME_JSON names {}, which does not exist", runtime.searched.front()
            )};
            finding.advice = "unset XR_RUNTIME_JSON, or set it to a manifest that exists";
        } else {
            finding.evidence = {
                formatted("no OpenXR runtime is active: there is no {}", runtime.searched.back())
            };
            finding.advice = how_to_get_one;
        }
        return finding;
    }
    if (!runtime.manifest) {
        finding.state = State::error;
        const auto& message = runtime.manifest.error().message;
        finding.evidence = {
            message.contains(runtime.path) ? message : formatted("{}: {}", runtime.path, message)
        };
        finding.advice = "make the runtime write its manifest anew, or remove the file";
        return finding;
    }
    const auto& name = runtime.manifest->name;
    finding.evidence = {
        formatted("{} names {}", runtime.path, name.empty() ? runtime.manifest->library : name)
    };
    switch (runtime.state) {
    case Library::found:
        finding.state = State::ok;
        finding.evidence.push_back(formatted("its library is {}", runtime.library));
        break;
    case Library::missing:
        finding.state = State::error;
        finding.evidence.push_back(formatted("its library {} does not exist", runtime.library));
        finding.advice = "install the runtime again, or remove the manifest";
        break;
    case Library::not_seen:
        finding.state = State::warning;
        finding.evidence.push_back(
            formatted("its library {} is in no folder where libraries mostly are", runtime.library)
        );
        finding.advice = formatted("see whether ldconfig -p lists {}", runtime.library);
        break;
    case Library::not_ours:
        finding.state = State::error;
        finding.evidence.push_back(
            formatted("{} is no library that programs of this system load", runtime.library)
        );
        finding.advice = "install the runtime for this architecture";
        break;
    }
    return finding;
}

bool is_monado(const Runtime& runtime) {
    return runtime.manifest && (runtime.manifest->name.contains("Monado") ||
                                runtime.manifest->library.contains("openxr_monado"));
}

} // namespace exwm_vr::doctor
