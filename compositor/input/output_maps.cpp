// SPDX-License-Identifier: MIT
#include "input/output_maps.hpp"

namespace exwm_vr::input {

class OutputMaps::Map {
public:
    Map(OutputMaps& owner, wlr_input_device& device, wlr_output& output)
        : owner_(owner)
        , device_(device)
        , device_gone_(*this, device.events.destroy)
        , output_gone_(*this, output.events.destroy) {
        wlr_cursor_map_input_to_output(&owner.cursor_, &device, &output);
    }

private:
    void on_device_gone() {
        owner_.forget(*this); // deletes this
    }

    void on_output_gone() {
        wlr_cursor_map_input_to_output(&owner_.cursor_, &device_, nullptr);
        owner_.forget(*this); // deletes this
    }

    OutputMaps& owner_;
    wlr_input_device& device_;
    Listener<&Map::on_device_gone> device_gone_;
    Listener<&Map::on_output_gone> output_gone_;
};

OutputMaps::OutputMaps(wlr_cursor& cursor)
    : cursor_(cursor) {}

OutputMaps::~OutputMaps() = default;

void OutputMaps::map(wlr_input_device& device, wlr_output& output) {
    maps_.push_back(std::make_unique<Map>(*this, device, output));
}

void OutputMaps::forget(const Map& map) {
    std::erase_if(maps_, [&](const auto& owned) { return owned.get() == &map; });
}

} // namespace exwm_vr::input
