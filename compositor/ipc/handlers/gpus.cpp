// SPDX-License-Identifier: MIT
// GPUs: how each is used, what was decided from them, and giving one away.
#include "ipc/describe.hpp"
#include "ipc/handlers/handlers.hpp"

#include <array>

namespace exwm_vr::ipc::handlers {
namespace {

Result<Plist> list(Call& call) {
    std::vector<Value> entries;
    for (const Gpu& gpu : call.desktop.gpus()) {
        entries.push_back(gpu_plist(gpu).take());
    }
    return Plist().set("gpus", List{std::move(entries)});
}

Result<Plist> decisions(Call& call) {
    std::vector<Value> entries;
    for (const Decision& decision : call.desktop.decisions()) {
        entries.push_back(decision_plist(decision).take());
    }
    return Plist().set("decisions", List{std::move(entries)});
}

/// What is done with the GPU that the request names.
Result<Plist> with_gpu(const Call& call, Result<void> (Desktop::*act)(const std::string& name)) {
    const auto name = call.request.text("gpu");
    if (!name) {
        return std::unexpected(name.error());
    }
    if (auto done = (call.desktop.*act)(*name); !done) {
        return std::unexpected(done.error());
    }
    return Plist().set("gpu", *name);
}

Result<Plist> release(Call& call) {
    return with_gpu(call, &Desktop::release_gpu);
}

Result<Plist> acquire(Call& call) {
    return with_gpu(call, &Desktop::acquire_gpu);
}

constexpr std::array table{
    Handler{"decisions", decisions},
    Handler{"gpu-list", list},
    Handler{"gpu-release", release},
    Handler{"gpu-acquire", acquire},
};

} // namespace

std::span<const Handler> gpus() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
