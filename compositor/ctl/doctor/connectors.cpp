// SPDX-License-Identifier: MIT
#include "ctl/doctor/connectors.hpp"

#include "base/fd.hpp"
#include "base/format.hpp"

#include <xf86drm.h>
#include <xf86drmMode.h>

#include <fcntl.h>

#include <memory>
#include <span>
#include <string_view>

namespace exwm_vr::ctl {
namespace {

struct Frees {
    void operator()(drmModeRes* resources) const noexcept { drmModeFreeResources(resources); }

    void operator()(drmModeConnector* connector) const noexcept { drmModeFreeConnector(connector); }

    void operator()(drmModePropertyRes* property) const noexcept { drmModeFreeProperty(property); }
};

template <typename T>
using Handle = std::unique_ptr<T, Frees>;

std::string name_of(const drmModeConnector& connector) {
    const char* type = drmModeGetConnectorTypeName(connector.connector_type);
    return formatted("{}-{}", type != nullptr ? type : "Unknown", connector.connector_type_id);
}

bool has_set(int card, const drmModeConnector& connector, std::string_view wanted) {
    const auto count = static_cast<std::size_t>(connector.count_props);
    const std::span ids(connector.props, count);
    const std::span values(connector.prop_values, count);
    for (std::size_t i = 0; i < count; ++i) {
        const Handle<drmModePropertyRes> property(drmModeGetProperty(card, ids[i]));
        if (property && wanted == std::data(property->name)) {
            return values[i] != 0;
        }
    }
    return false;
}

} // namespace

std::optional<bool> non_desktop(const std::string& card, const std::string& connector) {
    const Fd fd(open(("/dev/dri/" + card).c_str(), O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (!fd) {
        return std::nullopt;
    }
    // Who is the first to open a card becomes its master: nobody is to wait for us.
    drmDropMaster(fd.get());
    const Handle<drmModeRes> resources(drmModeGetResources(fd.get()));
    if (!resources) {
        return std::nullopt;
    }
    const auto count = static_cast<std::size_t>(resources->count_connectors);
    for (const auto id : std::span(resources->connectors, count)) {
        const Handle<drmModeConnector> found(drmModeGetConnectorCurrent(fd.get(), id));
        if (found && name_of(*found) == connector) {
            return has_set(fd.get(), *found, "non-desktop");
        }
    }
    return std::nullopt;
}

} // namespace exwm_vr::ctl
