// SPDX-License-Identifier: MIT
#include "lease/edid_file.hpp"

#include <fstream>
#include <iterator>
#include <vector>

namespace exwm_vr::lease {
Result<headset::Edid> read_edid_of(const std::string& card, const std::string& connector) {
    const auto path = "/sys/class/drm/" + card + '-' + connector + "/edid";
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return fail("{} cannot be read", path);
    }
    const std::vector<char> bytes{std::istreambuf_iterator(file), {}};
    if (bytes.empty()) {
        return fail("{} is empty: the display says nothing of itself", path);
    }
    const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.data());
    auto edid = headset::read_edid({first, bytes.size()});
    return edid ? std::move(edid) : fail("{}: {}", path, edid.error().message);
}

} // namespace exwm_vr::lease
