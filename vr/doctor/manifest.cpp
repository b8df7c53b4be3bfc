// SPDX-License-Identifier: MIT
#include "vr/doctor/manifest.hpp"

#include <nlohmann/json.hpp>

namespace exwm_vr::doctor {

namespace {

using nlohmann::json;

/// Null where there is none, or it is no text.
const std::string* text_in(const json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

} // namespace

Result<Manifest> read_manifest(std::string_view text) {
    if (text.size() > manifest_limit) {
        return fail("it is larger than {} bytes", manifest_limit);
    }
    json root;
    try {
        root = json::parse(text);
    } catch (const json::exception& error) {
        return fail("it is not JSON: {}", error.what());
    }
    if (!root.is_object()) {
        return fail("it is not a JSON object");
    }
    const auto* version = text_in(root, "file_format_version");
    if (version == nullptr) {
        return fail("file_format_version is missing");
    }
    if (*version != "1.0.0") {
        return fail("its file_format_version is {}, and not 1.0.0", *version);
    }
    const auto runtime = root.find("runtime");
    if (runtime == root.end() || !runtime->is_object()) {
        return fail("the object runtime is missing");
    }
    const auto* library = text_in(*runtime, "library_path");
    if (library == nullptr || library->empty()) {
        return fail("runtime.library_path is missing");
    }
    if (library->contains('\0')) {
        return fail("runtime.library_path is no path");
    }
    const auto* name = text_in(*runtime, "name");
    return Manifest{.name = name != nullptr ? *name : "", .library = *library};
}

} // namespace exwm_vr::doctor
