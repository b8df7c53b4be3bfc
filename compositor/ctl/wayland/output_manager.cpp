// SPDX-License-Identifier: MIT
#include "ctl/wayland/output_manager.hpp"

#include <wayland-client.h>

#include <wlr-output-management-unstable-v1-client-protocol.h>

#include <algorithm>
#include <cmath>

namespace exwm_vr::ctl {

namespace {

/// How often a change is sent again when another client's came between.
constexpr int most_attempts = 10;

using Mode = zwlr_output_mode_v1;
using Head = zwlr_output_head_v1;

OutputMode& mode_of(void* data) {
    return *static_cast<OutputMode*>(data);
}

OutputHead& head_of(void* data) {
    return *static_cast<OutputHead*>(data);
}

constexpr zwlr_output_mode_v1_listener mode_listener{
    .size = [](
                void* data, Mode*, std::int32_t width, std::int32_t height
            ) { mode_of(data).size = {width, height}; },
    .refresh = [](void* data, Mode*, std::int32_t mhz) { mode_of(data).refresh_mhz = mhz; },
    .preferred = [](void*, Mode*) {},
    .finished = [](void* data, Mode*) { mode_of(data).gone = true; },
};

void add_mode(OutputHead& head, Mode* proxy) {
    auto mode = std::make_unique<OutputMode>();
    mode->proxy.reset(proxy);
    zwlr_output_mode_v1_add_listener(proxy, &mode_listener, mode.get());
    head.modes.push_back(std::move(mode));
}

void set_current_mode(OutputHead& head, Mode* proxy) {
    const auto found = std::ranges::find_if(head.modes, [proxy](const auto& mode) {
        return mode->proxy.get() == proxy;
    });
    head.current_mode = found == head.modes.end() ? nullptr : found->get();
}

constexpr zwlr_output_head_v1_listener head_listener{
    .name = [](void* data, Head*, const char* name) { head_of(data).name = name; },
    .description = [](void* data, Head*, const char* text) { head_of(data).description = text; },
    .physical_size = [](void*, Head*, std::int32_t, std::int32_t) {},
    .mode = [](void* data, Head*, Mode* proxy) { add_mode(head_of(data), proxy); },
    .enabled = [](void* data, Head*, std::int32_t on) { head_of(data).enabled = on != 0; },
    .current_mode = [](void* data, Head*, Mode* proxy) { set_current_mode(head_of(data), proxy); },
    .position =
        [](void* data, Head*, std::int32_t x, std::int32_t y) { head_of(data).position = {x, y}; },
    .transform =
        [](void* data, Head*, std::int32_t transform) {
            head_of(data).transform =
                static_cast<config::Transform>(static_cast<unsigned>(transform) % 8);
        },
    .scale = [](void* data,
                Head*,
                wl_fixed_t scale) { head_of(data).scale = wl_fixed_to_double(scale); },
    .finished = [](void* data, Head*) { head_of(data).gone = true; },
    .make = [](void*, Head*, const char*) {},
    .model = [](void*, Head*, const char*) {},
    .serial_number = [](void*, Head*, const char*) {},
    .adaptive_sync =
        [](void* data, Head*, std::uint32_t state) {
            head_of(data).adaptive_sync = state == ZWLR_OUTPUT_HEAD_V1_ADAPTIVE_SYNC_STATE_ENABLED;
        },
};

using Configuration = zwlr_output_configuration_v1;
using HeadConfiguration = Proxy<zwlr_output_configuration_head_v1>;

void set_mode(
    zwlr_output_configuration_head_v1* target,
    const OutputHead& head,
    const config::OutputSettings& settings
) {
    if (!settings.mode && !settings.refresh_mhz) {
        return;
    }
    const Size size =
        settings.mode.value_or(head.current_mode != nullptr ? head.current_mode->size : Size{});
    const int refresh = settings.refresh_mhz.value_or(0);
    const auto offered = std::ranges::find_if(head.modes, [&](const auto& mode) {
        return mode->size == size && (refresh == 0 || mode->refresh_mhz == refresh);
    });
    // A virtual output "offers" the one custom mode it is in, which it does not take back.
    const bool fixed = head.modes.size() > 1;
    if (fixed && offered != head.modes.end()) {
        zwlr_output_configuration_head_v1_set_mode(target, (*offered)->proxy.get());
    } else {
        zwlr_output_configuration_head_v1_set_custom_mode(target, size.width, size.height, refresh);
    }
}

void set_rest(zwlr_output_configuration_head_v1* target, const config::OutputSettings& settings) {
    if (settings.position) {
        zwlr_output_configuration_head_v1_set_position(
            target, settings.position->x, settings.position->y
        );
    }
    if (settings.transform) {
        zwlr_output_configuration_head_v1_set_transform(
            target, static_cast<std::int32_t>(*settings.transform)
        );
    }
    if (settings.scale) {
        zwlr_output_configuration_head_v1_set_scale(target, wl_fixed_from_double(*settings.scale));
    }
    if (settings.adaptive_sync) {
        zwlr_output_configuration_head_v1_set_adaptive_sync(
            target,
            *settings.adaptive_sync == config::AdaptiveSync::on
                ? ZWLR_OUTPUT_HEAD_V1_ADAPTIVE_SYNC_STATE_ENABLED
                : ZWLR_OUTPUT_HEAD_V1_ADAPTIVE_SYNC_STATE_DISABLED
        );
    }
}

} // namespace

struct OutputManager::Listeners {
    static OutputManager& manager(void* data) { return *static_cast<OutputManager*>(data); }

    static constexpr zwlr_output_manager_v1_listener of_manager{
        .head =
            [](void* data, zwlr_output_manager_v1*, Head* proxy) {
                auto head = std::make_unique<OutputHead>();
                head->proxy.reset(proxy);
                zwlr_output_head_v1_add_listener(proxy, &head_listener, head.get());
                manager(data).heads_.push_back(std::move(head));
            },
        .done =
            [](void* data, zwlr_output_manager_v1*, std::uint32_t serial) {
                manager(data).serial_ = serial;
                auto& heads = manager(data).heads_;
                std::erase_if(heads, [](const auto& head) { return head->gone; });
                for (const auto& head : heads) {
                    if (head->current_mode != nullptr && head->current_mode->gone) {
                        head->current_mode = nullptr;
                    }
                    std::erase_if(head->modes, [](const auto& mode) { return mode->gone; });
                }
            },
        // The object is destroyed by this event; nobody here asks for it.
        .finished = [](void*, zwlr_output_manager_v1*) {},
    };

    static void tell(void* data, Verdict verdict) { *static_cast<Verdict*>(data) = verdict; }

    static constexpr zwlr_output_configuration_v1_listener of_configuration{
        .succeeded = [](void* data, Configuration*) { tell(data, Verdict::succeeded); },
        .failed = [](void* data, Configuration*) { tell(data, Verdict::failed); },
        .cancelled = [](void* data, Configuration*) { tell(data, Verdict::cancelled); },
    };
};

Outcome<std::unique_ptr<OutputManager>>
OutputManager::open(Connection& connection, Deadline deadline) {
    auto proxy = connection.bind<zwlr_output_manager_v1>(4);
    if (!proxy) {
        return std::unexpected(proxy.error());
    }
    std::unique_ptr<OutputManager> manager(new OutputManager(connection));
    manager->manager_ = std::move(*proxy);
    zwlr_output_manager_v1_add_listener(
        manager->manager_.get(), &Listeners::of_manager, manager.get()
    );
    if (auto done = connection.roundtrip(deadline); !done) {
        return std::unexpected(done.error());
    }
    return manager;
}

OutputManager::OutputManager(Connection& connection)
    : connection_(connection) {}

std::vector<const OutputHead*> OutputManager::heads() const {
    std::vector<const OutputHead*> present;
    for (const auto& head : heads_) {
        if (!head->gone) {
            present.push_back(head.get());
        }
    }
    return present;
}

Outcome<void> OutputManager::apply(
    std::string_view name, const config::OutputSettings& settings, Deadline deadline
) {
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        const auto verdict = try_once(name, settings, deadline);
        if (!verdict) {
            return std::unexpected(verdict.error());
        }
        switch (*verdict) {
        case Verdict::succeeded:
            // What it changed comes before the next answer.
            return connection_.roundtrip(deadline);
        case Verdict::failed:
            return fail("the compositor will not set output {} so; it stays as it was", name);
        case Verdict::cancelled:
        case Verdict::none:
            break;
        }
        if (auto fresh = connection_.roundtrip(deadline); !fresh) {
            return fresh;
        }
    }
    return fail("output {} was changed by others {} times meanwhile", name, most_attempts);
}

Outcome<OutputManager::Verdict> OutputManager::try_once(
    std::string_view name, const config::OutputSettings& settings, Deadline deadline
) {
    const auto present = heads();
    const auto meant = std::ranges::find(present, name, &OutputHead::name);
    if (meant == present.end()) {
        return fail("there is no output {}", name);
    }
    if (!(*meant)->enabled && !settings.enabled) {
        return fail("output {} is off: it can only be set while it is turned on", name);
    }
    constexpr std::uint32_t newest =
        ZWLR_OUTPUT_CONFIGURATION_HEAD_V1_SET_ADAPTIVE_SYNC_SINCE_VERSION;
    if (settings.adaptive_sync && zwlr_output_manager_v1_get_version(manager_.get()) < newest) {
        return fail("the compositor lets nobody change adaptive sync");
    }
    Verdict verdict = Verdict::none;
    const Proxy<Configuration> configuration(
        zwlr_output_manager_v1_create_configuration(manager_.get(), serial_)
    );
    zwlr_output_configuration_v1_add_listener(
        configuration.get(), &Listeners::of_configuration, &verdict
    );
    // Every output must be spoken of; those not meant are sent as they are.
    std::vector<HeadConfiguration> targets;
    for (const OutputHead* head : present) {
        const bool on = head == *meant ? settings.enabled.value_or(head->enabled) : head->enabled;
        if (!on) {
            zwlr_output_configuration_v1_disable_head(configuration.get(), head->proxy.get());
            continue;
        }
        targets.emplace_back(
            zwlr_output_configuration_v1_enable_head(configuration.get(), head->proxy.get())
        );
        if (head == *meant) {
            set_mode(targets.back().get(), *head, settings);
            set_rest(targets.back().get(), settings);
        }
    }
    zwlr_output_configuration_v1_apply(configuration.get());
    auto waited = connection_.wait_until([&verdict] { return verdict != Verdict::none; }, deadline);
    if (!waited) {
        return std::unexpected(waited.error());
    }
    return verdict;
}

} // namespace exwm_vr::ctl
